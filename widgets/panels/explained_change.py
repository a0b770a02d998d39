"""Why a metric changed between two periods: a waterfall of parts that add up, sentences, the records behind each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS, metric
from datasource.periods import Span
from datasource.question import Dimension, Period
from datasource.reports.explained_change import (
    AGAINST,
    Explanation,
    explainable_metrics,
    explained_change,
    fields_of,
)
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.beside import show_beside, show_head
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.table import Cell, clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.rows import IS_TOTAL
from widgets.controls import link
from widgets.controls.faces import choose, choose_listed
from widgets.controls.plain import plain
from widgets.format import compact, day, number, signed_rate
from widgets.state.session import Slot, hold_widget, widget_value

KEY = Slot.EXPLAIN.value
PARAMS = ("explain", "by", "then", "against", "base", "side")
NONE = "none"
MOST_PARTS = 200
CHART = Chart(
    kind="waterfall",
    shelves=Shelves(columns=(Dimension(field="step"),), values=("amount",)),
    options=Options(legend=False),
)
EFFECTS = {
    "volume": N_("Volume"),
    "mix": N_("Mix"),
    "rate": N_("Rates"),
    "new": N_("Newly there"),
    "lost": N_("No longer there"),
}
SAID = {
    "volume": (N_("{amount} because there were more of them in all"), N_("{amount} because there were fewer in all")),
    "mix": (
        N_("{amount} because more of them were of parts that bring more each"),
        N_("{amount} because more of them were of parts that bring less each"),
    ),
    "rate": (N_("{amount} because parts brought more each"), N_("{amount} because parts brought less each")),
    "new": (N_("{amount} from parts that had none before"),) * 2,
    "lost": (N_("{amount} from parts that have none any more"),) * 2,
}
SIDES = {"now": N_("Records of the period"), "before": N_("Records of the days before")}


def show_explained_change(reading: Reading) -> None:
    """The choices, then the change they ask for; a sentence says why where it cannot be split."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        labels = {name: _(metric(name).label) for name in reading.report(explainable_metrics)}
        name = choose_listed(_("Metric"), Slot.EXPLAIN_METRIC.value, "explain", labels)
        fields = {field: _(DIMENSIONS[field].label) for field in fields_of(name)}
        first = choose_listed(_("Split by"), f"{Slot.EXPLAIN_BY.value}_{name}", "by", fields, 170)
        others = {NONE: _("Nothing more"), **{field: label for field, label in fields.items() if field != first}}
        second = choose_listed(_("Then by"), f"{Slot.EXPLAIN_THEN.value}_{name}_{first}", "then", others, 170)
        words = {against: _(label) for against, label in AGAINST.items()}
        against = choose(_("Compared with"), Slot.EXPLAIN_AGAINST.value, "against", words)
        chosen = _chosen_days() if against == "chosen" else None
    levels = (first,) if second == NONE else (first, second)
    view = reading.view
    try:
        found = awaited(reading, KEY, explained_change, name, levels, view.period, against, chosen, view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    _drawn(found, reading)
    _sentences(found, reading)
    _parts(found, reading)
    show_method_card(found.card, reading.look.language)


def _chosen_days() -> Period | None:
    """The days to compare with, as the address has them."""
    try:
        start, end = (date.fromisoformat(part) for part in link.own("base").split("_"))
        held: tuple[date, ...] = (start, end) if start <= end else ()
    except ValueError:
        held = ()
    hold_widget(Slot.EXPLAIN_DAYS.value, held)
    st.date_input(_("Days to compare with"), key=Slot.EXPLAIN_DAYS.value, on_change=_keep_days, width=240)
    return Period(start=held[0], end=held[1]) if held else None


def _keep_days() -> None:
    days = widget_value(Slot.EXPLAIN_DAYS.value) or ()
    if len(days) == 2:
        link.put_own("base", "_".join(one.isoformat() for one in days))


def _drawn(found: Explanation, reading: Reading) -> None:
    """The two periods and the effects between them, as a waterfall beside its numbers."""
    told = _told(found)
    title = _("Change of {metric}").format(metric=_(metric(found.metric).label))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_headline(found, reading)}**", width="stretch")
        show_head(KEY, title, CHART, told, reading)
    names = list(found.effects)

    def opened(row: int) -> None:
        if 1 <= row <= len(names):
            _open(found, _strongest(found, names[row - 1]), names[row - 1])

    show_beside(
        KEY,
        CHART,
        told,
        reading,
        lambda mark: opened(told.rows["step"].to_list().index(mark["step"])),
        lambda cell: opened(cell.row),
        widths=(3, 2),
    )


def _told(found: Explanation) -> Result:
    """The days before, every effect and the period, one row each."""
    item = metric(found.metric)
    columns = (
        Column("step", N_("Step"), Kind.TEXT),
        Column(
            "amount", item.label, Kind.NUMBER, item.unit, metric=found.metric, higher_is_better=item.higher_is_better
        ),
    )
    steps = [(_("Before"), found.change.before, True)]
    steps += [(_(EFFECTS[name]), value, False) for name, value in found.effects.items()]
    steps.append((_("Now"), found.change.after, True))
    rows = pl.DataFrame(steps, {"step": pl.String, "amount": pl.Float64, IS_TOTAL: pl.Boolean}, orient="row")
    whole = found.asked[1].query.model_copy(update={"by": ()})
    return replace(found.asked[1], query=whole, columns=columns, rows=rows, totals=None)


def _headline(found: Explanation, reading: Reading) -> str:
    change, language = found.change, reading.look.language
    text = _("{metric} went from {before} ({then}) to {after} ({now}): {change}")
    told = text.format(
        metric=_(metric(found.metric).label),
        before=_amount(change.before, found, reading),
        after=_amount(change.after, found, reading),
        then=_days(found.before, language),
        now=_days(found.now, language),
        change=_amount(change.change, found, reading, signed=True),
    )
    share = (
        f", {signed_rate(change.change / change.before, language)}"
        if change.before > 0 and metric(found.metric).unit is not Unit.RATE
        else ""
    )
    return plain(f"{told}{share}.")


def _days(span: Span, language: str) -> str:
    return f"{day(span.start, language)} – {day(span.end, language)}"


def _amount(value: float, found: Explanation, reading: Reading, *, signed: bool = False) -> str:
    unit = metric(found.metric).unit
    sign = "+" if signed and value > 0 else ""
    if signed and unit is Unit.RATE:
        return _("{points} points").format(points=sign + number(100 * value, Unit.NUMBER, reading.look.language, "", 1))
    return sign + compact(value, unit, reading.look.language, reading.look.currency)


def _sentences(found: Explanation, reading: Reading) -> None:
    """What each effect adds, the largest first, with the part that it is most due to and its records."""
    told = sorted((name for name, value in found.effects.items() if value), key=lambda name: -abs(found.effects[name]))
    for name in told:
        place = _strongest(found, name)
        part = found.change.parts.row(place, named=True)
        text = _(SAID[name][found.effects[name] < 0]).format(
            amount=_amount(found.effects[name], found, reading, signed=True)
        )
        most = _("most of all {part} with {share}").format(
            part=_name(found, part), share=_amount(part[name], found, reading, signed=True)
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            st.markdown(plain(f"{_(EFFECTS[name])}: {text}; {most}."), width="stretch")
            st.button(
                "", key=f"{KEY}_{name}", icon=":material/table_rows:", type="tertiary",
                on_click=_open, args=(found, place, name), help=_("Show the records"),
            )  # fmt: skip
    if found.quantity:
        st.caption(_("Counted in: {metric}.").format(metric=_(metric(found.quantity).label)))


def _strongest(found: Explanation, effect: str) -> int:
    """The row of the part of the deepest level that an effect is most due to, in the effect's own direction."""
    sign = 1 if found.effects[effect] >= 0 else -1
    deepest = pl.col("depth") == len(found.change.levels)
    ranked = found.change.parts.with_row_index("place").filter(deepest).sort(pl.col(effect) * sign, descending=True)
    return int(ranked["place"][0])


def _name(found: Explanation, part: dict[str, object]) -> str:
    levels = found.change.levels[: int(str(part["depth"]))]
    return " · ".join(member_text(level, "—" if part[level] is None else str(part[level])) for level in levels)


def _parts(found: Explanation, reading: Reading) -> None:
    """Each part with its share of every effect; a click shows its records of the side that is chosen."""
    unit, effects = metric(found.metric).unit, tuple(found.effects)
    labels = {side: _(label) for side, label in SIDES.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{_('Parts')}**")
        side = choose(_("Records"), Slot.EXPLAIN_SIDE.value, "side", labels)
    shown = found.change.parts.with_row_index("place").filter(pl.col("depth") == len(found.change.levels))
    more = shown.height - MOST_PARTS
    shown = shown.head(MOST_PARTS)
    columns = (
        *(Column(level, DIMENSIONS[level].label, Kind.TEXT) for level in found.change.levels),
        Column("before", N_("Before"), Kind.NUMBER, unit),
        Column("after", N_("Now"), Kind.NUMBER, unit),
        Column("change", N_("Change"), Kind.NUMBER, unit),
        *(Column(name, EFFECTS[name], Kind.NUMBER, unit) for name in effects),
    )
    key = f"{KEY}_parts_{found.metric}"

    def opened(cell: Cell | None) -> None:
        if cell is not None and cell.row < shown.height:
            _open(found, int(shown["place"][cell.row]), "lost" if side == "before" else "")

    show_table(columns, shown, reading.look, key, lambda: opened(clicked(key)))
    if more > 0:
        told = plural("{count} smaller part is not shown.", "{count} smaller parts are not shown.", more)
        st.caption(told)
    if found.is_ratio:
        st.caption(_("Of a ratio, a part's before and now are its numerator over the denominator of all parts."))
    st.caption(_("The parts of each column add up to the whole. Click a bar, a sentence or a row to see its records."))


def _open(found: Explanation, place: int, effect: str) -> None:
    """Ask for the records of a part: those of the days before where it is lost, else those of the period."""
    lost = effect == "lost" or found.is_lost(place)
    query = found.asked[0 if lost else 1].query
    drill.ask_behind(query.model_copy(update={"metrics": (found.metric,)}), found.filters(place))


EXPLAIN_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {"explained_change": (show_explained_change, PARAMS)}
)
"""Each panel with the parameters of the address that are its own."""
