"""Targets entered in the app: whose, the grid of months and tiers, a year spread over its months, save, give back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import polars as pl
import streamlit as st

from datasource.errors import InvalidInput, MingjingError
from datasource.goals import edits
from datasource.goals.edits import Edit, Writer
from datasource.goals.holders import Named, check_may_enter, imported_sheets, sheet_of, visible_holders
from datasource.goals.sheet import KINDS, MONTHS, TIERS, Sheet, SheetId, Tiers, first_months, fiscal_year_of
from datasource.goals.spread import spread
from datasource.loaders.parsing import minor_units
from datasource.people.account import Account
from datasource.people.audit import Action
from datasource.people.database import AppDatabase
from datasource.question import Grain
from datasource.reports.goals import goal_years, season
from datasource.result import Unit
from datasource.scope import Scope, resolve
from datasource.tables.enums import TargetKind
from datasource.texts import _, language
from widgets.blocks.reading import Reading
from widgets.controls import link
from widgets.format import DASH, bucket, number, precision_of
from widgets.panels.goals import holder_text, year_text
from widgets.panels.notice import NOTICE, Notice
from widgets.state.session import Key, Slot, hold_widget, widget_value

MONTH = "month"
MONTH_ROOM = 86  # pixels that the longest name of a month takes in any language
EVEN = (1,) * MONTHS


@dataclass(frozen=True)
class Entering:
    """Who enters targets, into which database, over which data."""

    database: AppDatabase
    account: Account
    reading: Reading

    @cached_property
    def scope(self) -> Scope:
        """What the person sees, and so may enter targets for."""
        return resolve(self.reading.shared.catalog, self.reading.viewer)

    @property
    def writer(self) -> Writer:
        """The person as the log names them."""
        return Writer(self.database, self.account.login, self.reading.shared.catalog.manifest.minor_digits)

    def keep(self, wanted: Sequence[Edit], action: Action) -> None:
        """Keep the edits, or raise `MingjingError` with everything that stands against them."""
        abouts = [edit.about for edit in wanted]
        check_may_enter(self.scope, abouts)
        edits.save(self.writer, wanted, imported_sheets(self.reading.shared.catalog, abouts), action)


@dataclass(frozen=True)
class Draft:
    """The sheet in the grid: what stood there when the person began, and what the grid began with since."""

    about: SheetId
    seen: Sheet
    shown: Sheet
    serial: int = 0


DRAFT: Key[Draft | None] = Key(Slot.TARGETS_DRAFT, lambda: None)
SERIAL: Key[int] = Key(Slot.TARGETS_SERIAL, lambda: 0)


def show_targets(entering: Entering) -> None:
    """The chooser and the grid of one holder's fiscal year."""
    offered = {str(one.holder): one for one in visible_holders(entering.reading.shared.catalog, entering.scope)}
    offered = {key: one for key, one in offered.items() if not one.is_former or key == link.own("holder")}
    if not offered:
        st.info(_("There is nobody whose targets you may enter; ask an administrator to widen what you see."))
        return
    holder, about = _choose(entering, offered)
    draft = _draft(entering, about)
    wanted = _grid(entering, draft)
    _totals(entering, wanted)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        changed = wanted != replace(draft.seen, year_amount=None)
        if st.button(_("Save"), key=Slot.TARGETS_SAVE.value, type="primary", disabled=not changed):
            act(lambda: _save(entering, draft, wanted, holder))
        if st.button(_("Start again from what is kept"), key=Slot.TARGETS_RESET.value):
            _restart(entering, about)
        _spreading(entering, draft, wanted, holder)
        _giving_back(entering, draft, holder)


def act(do: Callable[[], str]) -> None:
    """Do it and start the page anew with what it says; everything that stands against it is told in place."""
    try:
        done = do()
    except InvalidInput as error:
        st.error("\n".join(f"- {problem}" for problem in error.problems))
        return
    except MingjingError as error:
        st.error(str(error))
        return
    NOTICE.set(Notice(done))
    st.rerun()


def _choose(entering: Entering, offered: dict[str, Named]) -> tuple[Named, SheetId]:
    shared = entering.reading.shared
    now = fiscal_year_of(shared.today, shared.fiscal_start)
    years = sorted({*goal_years(shared.catalog), now + 1})
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        key = _select(
            Slot.TARGETS_HOLDER, "holder", _("Holder"), {key: holder_text(one) for key, one in offered.items()}
        )
        kind = _select(
            Slot.TARGETS_KIND, "kind", _("Measured in"), {kind.value: _(text) for kind, text in KINDS.items()}
        )
        named = {str(year): year_text(year, shared.fiscal_start) for year in years}
        year = _select(Slot.TARGETS_YEAR, "year", _("Fiscal year"), named, str(now))
    return offered[key], SheetId(offered[key].holder, TargetKind(kind), int(year))


def _select(slot: Slot, name: str, label: str, options: dict[str, str], first: str = "") -> str:
    asked = link.own(name)
    chosen = asked if asked in options else first or next(iter(options))
    hold_widget(slot.value, chosen)
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=slot.value,
        on_change=lambda: link.put_own(name, widget_value(slot.value)),
        width=220,
    )
    return chosen


def _draft(entering: Entering, about: SheetId) -> Draft:
    draft = DRAFT.get()
    if draft is None or draft.about != about:
        draft = _fresh(entering, about)
    return draft


def _fresh(entering: Entering, about: SheetId) -> Draft:
    kept = sheet_of(entering.reading.shared.catalog, about)
    return _put(Draft(about, kept, kept))


def _put(draft: Draft) -> Draft:
    """Show another sheet in a new grid: the old one's key holds what was typed into it."""
    SERIAL.set(SERIAL.get() + 1)
    numbered = replace(draft, serial=SERIAL.get())
    DRAFT.set(numbered)
    return numbered


def _restart(entering: Entering, about: SheetId) -> None:
    _fresh(entering, about)
    st.rerun()


def _grid(entering: Entering, draft: Draft) -> Sheet:
    """The twelve months as an editable grid, amounts in major units; the sheet as it reads now."""
    shared, currency = entering.reading.shared, entering.reading.look.currency
    units, decimals = shared.catalog.minor_units, precision_of(currency)
    months = first_months(draft.about.year, shared.fiscal_start)
    rows = pl.DataFrame(
        {
            MONTH: [bucket(f"{day:%Y-%m}", Grain.MONTH, language()) for day in months],
            **{tier: [_major(getattr(month, tier), units) for month in draft.shown.months] for tier in TIERS},
        },
        schema={MONTH: pl.String(), **dict.fromkeys(TIERS, pl.Float64())},
    )
    amounts = {
        tier: st.column_config.NumberColumn(_(label), min_value=0.0, step=10.0**-decimals, format="localized")
        for tier, label in TIERS.items()
    }
    edited = st.data_editor(
        rows,
        key=f"{Slot.TARGETS_GRID.value}_{draft.serial}",
        hide_index=True,
        disabled=[MONTH],
        column_config={MONTH: st.column_config.TextColumn(_("Month"), pinned=True, width=MONTH_ROOM), **amounts},
        height="content",
        num_rows="fixed",
        placeholder=DASH,
    )
    digits = shared.catalog.manifest.minor_digits
    return Sheet(tuple(_tiers(row, digits) for row in edited.select(*TIERS).iter_rows()))


def _major(amount: int | None, units: int) -> float | None:
    return None if amount is None else amount / units


def _tiers(row: tuple[float | None, ...], digits: int) -> Tiers:
    return Tiers(*(None if amount is None else minor_units(Decimal(str(amount)), digits)[0] for amount in row))


def _totals(entering: Entering, sheet: Sheet) -> None:
    units, currency = entering.reading.shared.catalog.minor_units, entering.reading.look.currency
    parts = [
        f"{_(label)} **{number(_major(sheet.total(tier), units), Unit.MONEY, language(), currency)}**"
        for tier, label in TIERS.items()
    ]
    st.markdown(f"{_('The year')}: {' · '.join(parts)}")


def _save(entering: Entering, draft: Draft, wanted: Sheet, holder: Named) -> str:
    months = first_months(draft.about.year, entering.reading.shared.fiscal_start)
    entering.keep([Edit(draft.about, months, draft.seen, wanted)], Action.TARGETS_CHANGED)
    DRAFT.clear()
    return _("The targets of {name} are saved; every report counts them from the next click.").format(name=holder.label)


def _spreading(entering: Entering, draft: Draft, wanted: Sheet, holder: Named) -> None:
    """A year's amount in each tier, spread over the months evenly or as last year's actual was."""
    shared = entering.reading.shared
    with st.popover(_("Spread a year's amount"), key=Slot.TARGETS_SPREAD.value):
        totals = {tier: _total_input(tier, label, wanted, shared.catalog.minor_units) for tier, label in TIERS.items()}
        given = Tiers(**{tier: _minor(amount, shared.catalog.manifest.minor_digits) for tier, amount in totals.items()})
        about = draft.about
        before = entering.reading.report(season, holder, about.kind, about.year - 1)
        if st.button(_("Evenly"), key=Slot.TARGETS_EVENLY.value):
            _respread(draft, wanted, given, EVEN)
        told = _("As the {metric} of the year before was spread over its months.").format(metric=_(KINDS[about.kind]))
        none = _("There is no {metric} in the year before.").format(metric=_(KINDS[about.kind]))
        known = any(amount > 0 for amount in before)
        if st.button(
            _("By last year's season"), key=Slot.TARGETS_SEASON.value, disabled=not known, help=told if known else none
        ):
            _respread(draft, wanted, given, before)


def _total_input(tier: str, label: str, wanted: Sheet, units: int) -> float | None:
    amount: float | None = st.number_input(
        _("{tier} of the year").format(tier=_(label)),
        min_value=0.0,
        value=_major(wanted.total(tier), units),
        key=f"{Slot.TARGETS_TOTAL.value}_{tier}_{SERIAL.get()}",
    )
    return amount


def _minor(amount: float | None, digits: int) -> int | None:
    return None if amount is None else minor_units(Decimal(str(amount)), digits)[0]


def _respread(draft: Draft, wanted: Sheet, totals: Tiers, weights: Sequence[int]) -> None:
    _put(replace(draft, shown=spread(wanted, totals, weights)))
    st.rerun()


def _giving_back(entering: Entering, draft: Draft, holder: Named) -> None:
    """The way back to the imported targets, where the app's own stand over them."""
    catalog, about = entering.reading.shared.catalog, draft.about
    if about not in edits.entered(catalog.overlay, catalog.fiscal_start):
        return
    if st.button(
        _("Go back to the imported targets"),
        key=Slot.TARGETS_GIVE_BACK.value,
        help=_("These targets were entered here and stand over the imported ones."),
    ):
        act(lambda: _give_back(entering, draft, holder))


def _give_back(entering: Entering, draft: Draft, holder: Named) -> str:
    check_may_enter(entering.scope, [draft.about])
    months = first_months(draft.about.year, entering.reading.shared.fiscal_start)
    edits.give_back(entering.writer, Edit(draft.about, months, draft.seen, draft.seen))
    DRAFT.clear()
    return _("The imported targets of {name} stand again.").format(name=holder.label)
