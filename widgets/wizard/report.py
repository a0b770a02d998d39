"""A load as a person reads it: rows kept and rejected, why and where, and the sums of money."""

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from datasource.loaders.report import Part, Report
from datasource.texts import _, language
from widgets.format import DASH, number
from widgets.panels.quality_load import told_rule
from widgets.wizard.wording import column_text, table_text

_EXAMPLES = 3
_READERS = ("ragged", "broken_quote", "required", "duplicate_key")
"""Rules that reject rows; they are told first."""


def show_report(report: Report) -> None:
    """The whole account."""
    tables = report.tables.values()
    read, kept = sum(one.read for one in tables), sum(one.kept for one in tables)
    unread = sum(one.rejected for one in report.files.values())
    told = ((_("Rows kept"), kept), (_("Rows rejected"), read - kept), (_("Rows that could not be read"), unread))
    with st.container(horizontal=True, gap="large"):
        for label, value in told:
            st.metric(label, number(value, None, language()), width="content")
    _tables(report)
    _money(report)
    _rules(report)
    _left_out(report)


def _tables(report: Report) -> None:
    parts = report.tables
    st.dataframe(
        {
            _("Table"): [table_text(name) for name in parts],
            _("Read"): [number(one.read, None, language()) for one in parts.values()],
            _("Kept"): [number(one.kept, None, language()) for one in parts.values()],
            _("Rejected rows"): [number(one.rejected, None, language()) for one in parts.values()],
            _("Left aside"): [number(one.left_aside, None, language()) for one in parts.values()],
        },
        hide_index=True,
        column_config=_to_the_right(_("Read"), _("Kept"), _("Rejected rows"), _("Left aside")),
    )


def _money(report: Report) -> None:
    sums = [(table, column, one) for table, part in report.tables.items() for column, one in part.money.items()]
    if not sums:
        return
    st.markdown(f"**{_('Sums of money')}**")
    st.dataframe(
        {
            _("Table"): [table_text(table) for table, _column, _sum in sums],
            _("Column"): [column_text(column) for _table, column, _sum in sums],
            _("Read"): [f"{one.read:,f}" for _table, _column, one in sums],
            _("Rounded, filled"): [_change(one.rounded + one.filled) for _table, _column, one in sums],
            _("In rejected rows"): [f"{one.rejected:,f}" for _table, _column, one in sums],
            _("Kept"): [f"{one.kept:,f}" for _table, _column, one in sums],
        },
        hide_index=True,
        column_config=_to_the_right(_("Read"), _("Rounded, filled"), _("In rejected rows"), _("Kept")),
    )


def _change(amount: Decimal) -> str:
    return f"{amount:+,f}" if amount else DASH


def _to_the_right(*heads: str) -> dict[str, Any]:
    return {head: st.column_config.TextColumn(alignment="right") for head in heads}


def _rules(report: Report) -> None:
    """What cleaning met, those that reject rows first, with examples."""
    parts = [*((name, one) for name, one in report.files.items())]
    parts += [(table_text(name), one) for name, one in report.tables.items()]
    rows = [row for name, part in parts for row in _struck(name, part)]
    if not rows:
        st.success(_("Nothing was met that had to be mended or rejected."))
        return
    st.markdown(f"**{_('What was met')}**")
    rows.sort(key=lambda row: (row[0] not in _READERS, -row[3]))
    heads = (_("What was met"), _("Where"), _("Columns"), _("Times"), _("Examples"))
    cells = [(told_rule(rule), *rest) for rule, *rest in rows]
    shown = pl.DataFrame(cells, list(heads), orient="row")
    st.dataframe(shown, hide_index=True, column_config={heads[4]: st.column_config.TextColumn(width="large")})


def _struck(name: str, part: Part) -> list[tuple[str, str, str, int, str]]:
    return [
        (
            rule,
            name,
            ", ".join(column_text(column) for column in struck.columns if column),
            struck.count,
            "; ".join(
                f"{one.row}: {DASH if one.value is None else one.value} → {one.became}"
                for one in struck.examples[:_EXAMPLES]
            ),
        )
        for rule, struck in part.rules.items()
    ]


def _left_out(report: Report) -> None:
    told = {name: part.left_out for name, part in report.files.items() if part.left_out}
    if not told:
        return
    with st.expander(_("Columns that are not used")):
        for name, columns in told.items():
            st.caption(f"{name}: {', '.join(columns)}")
