"""The metric dictionary: every number with its definition, formula, date and direction, and the pages that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from datasource.metrics.bare import UNDATED
from datasource.metrics.metric import Aggregate, Metric
from datasource.metrics.reference import DIFFERENCES
from datasource.metrics.registry import DIMENSIONS, METRICS, leaves, metric, subjects
from datasource.metrics.subjects.every import SUBJECTS
from datasource.reports.lineage import Lineage, of_metric
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.export.menu import show_files
from widgets.blocks.export.sheet import Sheet
from widgets.blocks.origins import show_origins
from widgets.blocks.table import clicked, show_table
from widgets.charts.look import Look
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.panels.team_metrics import Team, show_team_metrics
from widgets.state.session import Slot, hold_widget, widget_value

PARAMS = ("metric", "search")
UNITS = {
    Unit.COUNT: N_("Count"),
    Unit.MONEY: N_("Money"),
    Unit.RATE: N_("Rate"),
    Unit.DAYS: N_("Days"),
    Unit.HOURS: N_("Hours"),
    Unit.NUMBER: N_("Plain number"),
}
DIRECTIONS = {True: N_("More is better"), False: N_("Less is better"), None: N_("Neither is better")}
COLUMNS = (
    Column("label", N_("Metric"), Kind.TEXT),
    Column("definition", N_("Definition"), Kind.TEXT),
    Column("unit", N_("Unit"), Kind.TEXT),
    Column("table", N_("Counted records"), Kind.TEXT),
    Column("date", N_("By the date"), Kind.TEXT),
    Column("direction", N_("Direction"), Kind.TEXT),
    Column("reports", N_("Reports"), Kind.TEXT),
    Column("formula", N_("Formula"), Kind.TEXT),
    Column("name", N_("Name in questions"), Kind.TEXT),
)


@dataclass(frozen=True)
class Report:
    """A ready page that shows a metric: its file from the root of the project, its title in the reader's language."""

    file: str
    title: str


Reports = Mapping[str, Sequence[Report]]


def show_dictionary(reports: Reports, look: Look, team: Team, origins: Lineage) -> None:
    """Search, team metrics, the table of all that is found, and the one that was chosen in it or by the address."""
    st.title(_("Metric dictionary"), anchor=False)
    st.caption(_("What each number means, how it is worked out, and where it is shown."))
    search = _search()
    of_team = show_team_metrics(team, search, UNITS)
    rows = entries(reports, search)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.caption(plural("{count} metric", "{count} metrics", rows.height), width="stretch")
        if rows.height:
            show_files("dictionary", _("Metric dictionary"), look, lambda: _sheet(rows, look))
    chosen = _chosen()
    if chosen is not None:
        _details(chosen, reports.get(chosen.name, ()), origins, look)
    if rows.is_empty() and of_team:
        return
    if rows.is_empty():
        st.info(_("No metric fits; search for fewer or other words."))
        return
    show_table(COLUMNS, rows, look, Slot.DICTIONARY_TABLE.value, lambda: _row_clicked(rows))


def entries(reports: Reports, search: str = "") -> pl.DataFrame:
    """One row a metric that holds every word of `search` in any of its texts, by area as registered."""
    words = search.casefold().split()
    rows = [_entry(item, reports.get(item.name, ())) for item in METRICS.values()]
    found = [row for row in rows if all(word in " ".join(row.values()).casefold() for word in words)]
    return pl.DataFrame(found, schema=dict.fromkeys((column.name for column in COLUMNS), pl.String))


def _entry(item: Metric, reports: Sequence[Report]) -> dict[str, str]:
    return {
        "label": _(item.label),
        "definition": _(item.definition),
        "unit": _(UNITS[item.unit]),
        "table": _tables(item),
        "date": _date(item),
        "direction": _(DIRECTIONS[item.higher_is_better]),
        "reports": ", ".join(report.title for report in reports),
        "formula": item.formula(),
        "name": item.name,
    }


def _details(item: Metric, reports: Sequence[Report], origins: Lineage, look: Look) -> None:
    with st.container(border=True, key="dictionary_entry"):
        st.markdown(f"**{plain(_(item.label))}** — {plain(_(item.definition))}")
        st.code(item.formula(), language=None, wrap_lines=True)
        facts = [_(UNITS[item.unit]), _tables(item), _date(item), _(DIRECTIONS[item.higher_is_better])]
        st.caption(plain(" · ".join(fact for fact in facts if fact)))
        _reference(item)
        show_origins(origins, of_metric(origins, item.name), look.language)
        if not reports:
            st.caption(_("No ready report shows it; it can be placed on a board of one's own."))
            return
        st.caption(_("Shown in:"))
        with st.container(horizontal=True, gap="small"):
            for report in reports:
                st.page_link(report.file, label=report.title)


def _reference(item: Metric) -> None:
    """Where the number differs from what people know from Wukong."""
    difference = DIFFERENCES.get(item.name)
    if difference is None:
        return
    told = _(difference.says)
    if difference.alternative:
        other = _("By that rule: {metric}.").format(metric=_(metric(difference.alternative).label))
        told = f"{told} {other}"
    st.caption(f"⚖️ {told}")


def _tables(item: Metric) -> str:
    return ", ".join(_(SUBJECTS[name].label) for name in subjects(item.name))


def _date(item: Metric) -> str:
    """The date that a period asks of: its own, or that of the parts; a state is told at the end of the period."""
    dates = [part.date for part in leaves(item.name) if isinstance(part.measure, Aggregate) and part.date]
    names = dict.fromkeys([item.date] if item.date else dates)
    told = ", ".join(
        _(DIMENSIONS[name].label) if name in DIMENSIONS else name for name in names if not name.endswith(UNDATED)
    )
    return _("End of the period") if item.as_of else told


def _search() -> str:
    """The words searched for, kept in the address."""
    slot, (_metric, name) = Slot.DICTIONARY_SEARCH.value, PARAMS
    hold_widget(slot, link.own(name))
    st.text_input(
        _("Search"),
        key=slot,
        placeholder=_("Name, definition, formula, report …"),
        on_change=lambda: link.put_own(name, widget_value(slot) or ""),
    )
    return link.own(name)


def _chosen() -> Metric | None:
    """The metric that the address names; what it names in vain is told."""
    name, _search_name = PARAMS
    asked = link.own_values(name)
    if len(asked) == 1 and asked[0] in METRICS:
        return METRICS[asked[0]]
    tell(unread_note({name: asked}) if asked else "")
    return None


def _row_clicked(rows: pl.DataFrame) -> None:
    cell = clicked(Slot.DICTIONARY_TABLE.value)
    if cell is not None:
        link.put_own(PARAMS[0], rows["name"][cell.row])


def _sheet(rows: pl.DataFrame, look: Look) -> Sheet:
    title = _("Metric dictionary")
    return Sheet(
        title=title,
        facts=((_("Title"), title),),
        definitions=(),
        columns=tuple(Column(column.name, _(column.label), column.kind) for column in COLUMNS),
        rows=rows,
        total=None,
        currency=look.currency,
        language=look.language,
        heads={"about": _("About"), "data": _("Data")},
    )
