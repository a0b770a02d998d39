"""Targets from a file: a template, what the file says line by line, what it would change, and only then the change."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import streamlit as st

from datasource.errors import InvalidInput, MingjingError
from datasource.goals.edits import changes
from datasource.goals.holders import known_holders
from datasource.goals.import_file import Found, offs, read_targets, template
from datasource.goals.sheet import KINDS, TIERS, first_months, fiscal_year_of
from datasource.people.audit import Action
from datasource.question import Grain
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, language, plural
from widgets.blocks.table import show_table
from widgets.format import bucket, number
from widgets.panels.targets import DRAFT, Entering, act
from widgets.state.session import Key, Slot

TYPES = ("csv", "xlsx", "xls", "ods")
SHOWN = 500
_REJECTED = (Column("row", N_("Row"), Kind.NUMBER, Unit.COUNT), Column("reason", N_("Why it is left out"), Kind.TEXT))
_CHANGES = (
    Column("holder", N_("Holder"), Kind.TEXT),
    Column("kind", N_("Measured in"), Kind.TEXT),
    Column("month", N_("Month"), Kind.TEXT),
    Column("tier", N_("Tier"), Kind.TEXT),
    Column("before", N_("Now"), Kind.NUMBER, Unit.MONEY),
    Column("after", N_("Then"), Kind.NUMBER, Unit.MONEY),
)
READ: Key[tuple[str, Found] | None] = Key(Slot.TARGETS_READ, lambda: None)


def show_target_import(entering: Entering) -> None:
    """Choose a file, look at its report, apply it."""
    st.subheader(_("Import from a file"), anchor=False)
    told = _(
        "CSV or Excel: level, holder (name or login), kind, month, target, stretch, challenge; or a column a month."
    )
    st.caption(told)
    shared = entering.reading.shared
    year = fiscal_year_of(shared.today, shared.fiscal_start)
    st.download_button(
        _("Download a template"), template(shared.catalog, year), f"targets-{year}.csv", "text/csv",
        key=Slot.TARGETS_TEMPLATE.value, on_click="ignore",
    )  # fmt: skip
    file = st.file_uploader(_("File of targets"), type=list(TYPES), key=Slot.TARGETS_FILE.value)
    if file is None:
        READ.clear()
        return
    found = _read(entering, file)
    if found is not None:
        _report(entering, found)


def _read(entering: Entering, file: Any) -> Found | None:
    """The file's report, read once: what is applied is what was shown."""
    known = READ.get()
    if known is not None and known[0] == file.file_id:
        return known[1]
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"targets{Path(file.name).suffix.lower()}"
            path.write_bytes(file.getvalue())
            found = read_targets(path, entering.reading.shared.catalog, entering.scope)
    except InvalidInput as error:
        st.error("\n".join(f"- {problem}" for problem in error.problems))
        return None
    except MingjingError as error:
        st.error(str(error).replace(str(path), file.name))
        return None
    READ.set((file.file_id, found))
    return found


def _report(entering: Entering, found: Found) -> None:
    counts = _("{read} lines read = {kept} kept + {rejected} left out.")
    st.markdown(counts.format(read=found.read, kept=found.kept, rejected=len(found.rejected)))
    look = entering.reading.look
    if found.rejected:
        rows = pl.DataFrame([(one.row, one.reason) for one in found.rejected[:SHOWN]], ["row", "reason"], orient="row")
        show_table(_REJECTED, rows, look, Slot.TARGETS_REJECTED.value)
    _flag(entering, found)
    changed = _changes(entering, found)
    if not changed:
        st.info(_("Nothing would change: the file says what is kept already."))
        return
    st.markdown(f"**{plural('{count} amount would change', '{count} amounts would change', len(changed))}**")
    show_table(_CHANGES, pl.DataFrame(changed[:SHOWN], infer_schema_length=None), look, Slot.TARGETS_CHANGES.value)
    if len(changed) > SHOWN:
        st.caption(_("The first {count} are shown.").format(count=SHOWN))
    if st.button(_("Apply"), key=Slot.TARGETS_APPLY.value, type="primary"):
        act(lambda: _apply(entering, found))


def _flag(entering: Entering, found: Found) -> None:
    names = {one.holder: one.label for one in known_holders(entering.reading.shared.catalog)}
    units, currency = entering.reading.shared.catalog.minor_units, entering.reading.look.currency
    for about, months, stated in offs(found.edits):
        amounts = {
            name: number(amount / units, Unit.MONEY, language(), currency)
            for name, amount in (("months", months), ("stated", stated))
        }
        told = _("{holder}: the months add up to {months}, but the year was stated as {stated}.")
        st.warning(told.format(holder=names[about.holder], **amounts), icon="⚠️")


def _changes(entering: Entering, found: Found) -> list[dict[str, Any]]:
    catalog = entering.reading.shared.catalog
    names, units = {one.holder: one.label for one in known_holders(catalog)}, catalog.minor_units
    return [
        {
            "holder": names[edit.about.holder],
            "kind": _(KINDS[edit.about.kind]),
            "month": bucket(f"{day:%Y-%m}", Grain.MONTH, language()),
            "tier": _(TIERS[tier]),
            "before": None if before is None else before / units,
            "after": None if after is None else after / units,
        }
        for edit in found.edits
        for day, tier, before, after in changes(
            edit.seen, edit.wanted, first_months(edit.about.year, catalog.fiscal_start)
        )
    ]


def _apply(entering: Entering, found: Found) -> str:
    entering.keep(found.edits, Action.TARGETS_IMPORTED)
    READ.clear()
    DRAFT.clear()
    return plural("Targets of {count} year are imported.", "Targets of {count} years are imported.", len(found.edits))
