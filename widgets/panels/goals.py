"""Goal attainment of one holder and fiscal year: whose, gauge, months, pace, the year as a table, the people below."""

from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.goals.holders import Named
from datasource.goals.sheet import KINDS, TIERS, fiscal_year_of
from datasource.question import Filter, Grain, Op
from datasource.reports.goal_parts import Part
from datasource.reports.goals import ATTAINMENT, Goals, goal_holders, goal_years, goals
from datasource.result import Column, Kind, Unit
from datasource.tables.enums import TargetKind, TargetLevel
from datasource.texts import N_, _, language, plural
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import Sheet, answer_sheet
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.tile import show_answer
from widgets.controls import link
from widgets.format import DASH, bucket, compact, day, number
from widgets.state.session import Slot, hold_widget, widget_value

PARAMS = ("holder", "kind", "year", "below")
INDENT = "\u2003"
ALL = 17  # rows of twelve months, four quarters and the year
TABLE, PACES = Slot.GOALS_TABLE.value, Slot.GOALS_PACES.value
_MONEY = {"kind": Kind.NUMBER, "unit": Unit.MONEY}
_PARTS = (
    Column("part", N_("Period"), Kind.TEXT),
    Column("actual", N_("Actual"), Kind.NUMBER, Unit.MONEY, metric="contract_amount"),
    *(Column(name, label, Kind.NUMBER, Unit.MONEY, metric="goal_amount") for name, label in TIERS.items()),
    Column("attainment", N_("Attainment"), Kind.NUMBER, Unit.RATE, metric="goal_amount"),
    Column("gap", N_("Gap"), Kind.NUMBER, Unit.MONEY, metric="goal_amount"),
    Column("tier", N_("Tier reached"), Kind.TEXT),
)
_PACES = (
    Column("part", N_("Period"), Kind.TEXT),
    Column("to_date", N_("Actual to date"), Kind.NUMBER, Unit.MONEY),
    Column("target", N_("Target"), Kind.NUMBER, Unit.MONEY),
    Column("left", N_("Working days left"), Kind.NUMBER, Unit.COUNT),
    Column("needed", N_("Needed per working day"), Kind.NUMBER, Unit.MONEY),
    Column("projection", N_("Run-rate projection"), Kind.NUMBER, Unit.MONEY),
    Column("projected", N_("Projected attainment"), Kind.NUMBER, Unit.RATE),
)


@dataclass(frozen=True)
class Chosen:
    """What the address says, or what stands in for it; `note` tells what could not be had."""

    holder: Named
    kind: TargetKind
    year: int
    with_children: bool
    note: str = ""


def show_goal_choice(reading: Reading) -> None:
    """Holder, kind, fiscal year and whether a department counts those below it; all of it in the address."""
    chosen = _chosen(reading)
    if chosen is None:
        st.info(_why_none(reading))
        return
    named = {str(one.holder): holder_text(one) for one in reading.report(goal_holders)}
    years = {str(year): year_text(year, reading.shared.fiscal_start) for year in reading.shared.kept(goal_years)}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _select(Slot.GOALS_HOLDER, "holder", _("Holder"), named, str(chosen.holder.holder))
        _select(
            Slot.GOALS_KIND,
            "kind",
            _("Measured in"),
            {kind.value: _(text) for kind, text in KINDS.items()},
            chosen.kind.value,
        )
        _select(Slot.GOALS_YEAR, "year", _("Fiscal year"), years, str(chosen.year))
        if chosen.holder.holder.level is TargetLevel.DEPARTMENT:
            _children_switch(chosen)
    if chosen.note:
        st.info(chosen.note, icon="ℹ️")


def show_goal_gauge(reading: Reading) -> None:
    """How far the year is."""
    found = _found(reading)
    if found is None:
        return
    names = tuple(column.name for column in found.total.columns)
    show_answer(
        "goal_gauge",
        N_("Attainment"),
        Chart(kind="gauge", shelves=Shelves(values=names)),
        found.total,
        reading,
    )


def show_goal_brief(reading: Reading) -> None:
    """How far the year is, on a page that offers no choice of holder: says whose goal it is."""
    chosen = _chosen(reading)
    if chosen is None:
        st.markdown(f"**{_('Attainment')}**")
        st.info(_why_none(reading))
        return
    show_goal_gauge(reading)
    told = _("{kind} of {holder}, fiscal year {year}")
    year = year_text(chosen.year, reading.shared.fiscal_start)
    st.caption(told.format(kind=_(KINDS[chosen.kind]), holder=holder_text(chosen.holder).strip(), year=year))


def show_goal_months(reading: Reading) -> None:
    """Actual and target as bars, attainment as a line, by month."""
    found = _found(reading)
    if found is None:
        return
    measured = found.months.columns[1].name
    target = next(column.name for column in found.targets.columns if column.metric)
    shelves = Shelves(columns=found.months.query.by, values=(measured, target, ATTAINMENT))
    show_answer(
        "goal_months", N_("Actual and target by month"), Chart(kind="combo", shelves=shelves), found.months, reading
    )


def show_goal_pace(reading: Reading) -> None:
    """The year in four figures; what is left to do in the month, the quarter and the year that hold today."""
    found = _found(reading)
    if found is None:
        return
    _cards(found, reading)
    if found.paces:
        rows = [
            {
                "part": part_text(pace.part, found.year, reading.shared.fiscal_start),
                "to_date": pace.to_date,
                "target": pace.part.target,
                "left": pace.left,
                "needed": pace.needed,
                "projection": pace.projection,
                "projected": pace.projection / pace.part.target
                if pace.projection is not None and pace.part.target
                else None,
            }
            for pace in found.paces
        ]
        show_table(_PACES, _frame(_PACES, rows), reading.look, PACES)
    told = _("Run rate: actual to date ÷ working days passed × working days of the period; today ({day}) has passed.")
    st.caption(told.format(day=day(reading.shared.today, language())))


def show_goal_table(reading: Reading) -> None:
    """Months, quarters and the year; a click on a row lists the records behind its actual."""
    found = _found(reading)
    if found is None:
        return
    title = _("Months, quarters and the year")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(found.targets, reading, "goal_targets")
        show_export("goal_parts", title, reading, lambda: _sheet(title, found, reading))
    parts = _in_order(found.parts)
    rows = [_part_row(part, found.year, reading.shared.fiscal_start) for part in parts[:-1]]
    totals = _part_row(found.whole, found.year, reading.shared.fiscal_start)
    show_table(_PARTS, _frame(_PARTS, rows), reading.look, TABLE, lambda: _part_clicked(found, parts), totals, ALL)
    for off in found.off:
        told = _("{holder}: the months add up to {months}, but the year was stated as {stated}.")
        amounts = {
            name: number(value, Unit.MONEY, language(), reading.look.currency)
            for name, value in (("months", off.months), ("stated", off.stated))
        }
        st.warning(told.format(holder=off.holder, **amounts), icon="⚠️")


def show_goal_people(reading: Reading) -> None:
    """The employees below the holder: their own actual, target and attainment of the year."""
    found = _found(reading)
    if found is None:
        return
    if found.people is None:
        st.caption(_("An employee's target has nobody below it."))
        return
    shelves = Shelves(rows=found.people.query.by, values=found.people.query.metrics)
    show_answer("goal_people", N_("Employees"), Chart(kind="table", shelves=shelves), found.people, reading)


def holder_text(one: Named) -> str:
    """A holder in a list: departments stand in by their depth in the tree."""
    return INDENT * one.depth + one.label if one.holder.level is TargetLevel.DEPARTMENT else one.label


def year_text(year: int, fiscal_start: int) -> str:
    """A fiscal year as it is called: `2026`, or `2026/27` where it does not begin in January."""
    return str(year) if fiscal_start == 1 else f"{year}/{(year + 1) % 100:02d}"


def part_text(part: Part, year: int, fiscal_start: int) -> str:
    """A month by its name, a quarter by its number in the fiscal year, the year by its own."""
    match part.grain:
        case Grain.MONTH:
            return bucket(f"{part.span.start:%Y-%m}", Grain.MONTH, language())
        case Grain.QUARTER:
            return _("Quarter {number}").format(number=part.number)
        case _:
            return _("Year {year}").format(year=year_text(year, fiscal_start))


def _chosen(reading: Reading) -> Chosen | None:
    """The address read leniently; None where the person sees no target at all."""
    offered = {str(one.holder): one for one in reading.report(goal_holders)}
    if not offered:
        return None
    years = reading.shared.kept(goal_years)
    now = fiscal_year_of(reading.shared.today, reading.shared.fiscal_start)
    asked = {"holder": link.own("holder"), "kind": link.own("kind"), "year": link.own("year")}
    known = {"holder": list(offered), "kind": [kind.value for kind in KINDS], "year": list(map(str, years))}
    lost = [value for name, value in asked.items() if value and value not in known[name]]
    taken = {name: value if value in known[name] else "" for name, value in asked.items()}
    note = _("Not among what you may see, and left out: {names}.").format(names=", ".join(lost)) if lost else ""
    holder = offered[taken["holder"] or next(iter(offered))]
    return Chosen(
        holder,
        TargetKind(taken["kind"] or next(iter(KINDS))),
        int(taken["year"] or now),
        link.own("below") != "0",
        note,
    )


def _found(reading: Reading) -> Goals | None:
    chosen = _chosen(reading)
    if chosen is None:
        return None
    return reading.report(goals, str(chosen.holder.holder), chosen.kind, chosen.year, chosen.with_children)


def _why_none(reading: Reading) -> str:
    if reading.shared.catalog.rows("targets"):
        return _("There are targets, but none that you may see.")
    return _("There are no targets yet; managers enter or import them under “Edit targets”.")


def _select(slot: Slot, name: str, label: str, options: dict[str, str], chosen: str) -> None:
    hold_widget(slot.value, chosen)
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=slot.value,
        on_change=lambda: link.put_own(name, widget_value(slot.value)),
        width=220,
    )


def _children_switch(chosen: Chosen) -> None:
    slot = Slot.GOALS_BELOW.value
    hold_widget(slot, chosen.with_children)
    st.toggle(
        _("With departments below"),
        key=slot,
        help=_("Whether the actual counts the people of the departments below as well."),
        on_change=lambda: link.put_own("below", "1" if widget_value(slot) else "0"),
    )


def _cards(found: Goals, reading: Reading) -> None:
    pace = next((one for one in found.paces if one.part.grain is Grain.YEAR), None)
    months = [pace.needed, pace.projection] if pace else [None, None]
    labels = [_("Gap to the year's target"), _("Needed per working day"), _("Run-rate projection")]
    with st.container(horizontal=True, gap="medium"):
        for label, amount in zip(labels, [found.whole.gap, *months], strict=True):
            st.metric(
                label,
                compact(amount, Unit.MONEY, language(), reading.look.currency),
                help=number(amount, Unit.MONEY, language(), reading.look.currency),
            )
        st.metric(_("Tier reached"), _tier_text(found.whole))
        if pace:
            left = plural("{count} working day left", "{count} working days left", pace.left)
            st.metric(_("Working days"), f"{pace.passed} / {pace.workdays}", help=left)


def _in_order(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Each quarter below its months, the year last."""
    months, quarters, year = parts[:12], parts[12:16], parts[16]
    ordered = [part for place, quarter in enumerate(quarters) for part in (*months[3 * place : 3 * place + 3], quarter)]
    return (*ordered, year)


def _part_row(part: Part, year: int, fiscal_start: int) -> dict[str, float | str | None]:
    names = ("actual", *TIERS, "attainment", "gap")
    amounts = {name: getattr(part, name) for name in names}
    return {"part": part_text(part, year, fiscal_start), **amounts, "tier": _tier_text(part)}


def _tier_text(part: Part) -> str:
    return _(TIERS[part.tier]) if part.tier else DASH


def _frame(columns: tuple[Column, ...], rows: list[dict[str, float | str | None]]) -> pl.DataFrame:
    schema = {column.name: pl.String() if column.kind is Kind.TEXT else pl.Float64() for column in columns}
    return pl.DataFrame(rows, schema=schema)


def _sheet(title: str, found: Goals, reading: Reading) -> Sheet:
    """The table of the months as a file, the year as its total."""
    rows = [_part_row(part, found.year, reading.shared.fiscal_start) for part in _in_order(found.parts)[:-1]]
    whole = _part_row(found.whole, found.year, reading.shared.fiscal_start)
    shown = replace(found.targets, columns=_PARTS, rows=_frame(_PARTS, rows), totals=whole)
    return answer_sheet(title, shown, reading)


def _part_clicked(found: Goals, parts: tuple[Part, ...]) -> None:
    cell = clicked(TABLE)
    if cell is not None and cell.row < len(parts):
        span = parts[cell.row].span
        drill.ask_behind(found.months.query, (Filter(field="date", op=Op.BETWEEN, value=(span.start, span.end)),))
