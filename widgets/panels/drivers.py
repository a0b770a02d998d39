"""What goes with an outcome: effects with whiskers, in sentences and as a table, and the records behind each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.analytics.drivers import Driver
from datasource.errors import MingjingError
from datasource.reports.drivers import OUTCOMES, DriversReport, drivers, field_label
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.whiskers import height, whiskers
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import number
from widgets.state.session import Slot

KEY = Slot.DRIVERS.value
PARAMS = ("outcome",)
MOST_BARS, MOST_SAID = 20, 5
MEASURED = {
    "won": N_("Percentage points won"),
    "churn": N_("Percentage points lost"),
    "cycle": N_("Days"),
    "satisfaction": N_("Points of the score"),
}
ABOUT = {
    "won": N_("{rows} closed deals, {base} of them won."),
    "churn": N_("{rows} customers who bought in the year up to {days} days ago; {base} of them bought nothing since."),
    "cycle": N_("{rows} first deals; they took {base} on average."),
    "satisfaction": N_("{rows} answered return visits; the score is {base} on average, of 5."),
}
MORE = {
    "won": N_("{what}: won {effect} points more often"),
    "churn": N_("{what}: lost {effect} points more often"),
    "cycle": N_("{what}: {effect} days longer"),
    "satisfaction": N_("{what}: {effect} points higher"),
}
LESS = {
    "won": N_("{what}: won {effect} points less often"),
    "churn": N_("{what}: lost {effect} points less often"),
    "cycle": N_("{what}: {effect} days shorter"),
    "satisfaction": N_("{what}: {effect} points lower"),
}


def show_drivers(reading: Reading) -> None:
    """The outcome chosen, under the page's period and filters; a sentence says why where nothing is told."""
    labels = {name: _(outcome.label) for name, outcome in OUTCOMES.items()}
    outcome = choose(_("Outcome"), Slot.DRIVERS_OUTCOME.value, "outcome", labels)
    try:
        found = awaited(reading, f"{KEY}_{outcome}", drivers, outcome, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    _about(found, reading)
    if found.holds:
        _findings(found, reading)
    else:
        st.info(_refusal(found, reading))
    _rest(found)
    show_method_card(found.card, reading.look.language)


def _about(found: DriversReport, reading: Reading) -> None:
    language = reading.look.language
    unit = Unit.RATE if found.found.yes_no else Unit.DAYS if found.outcome == "cycle" else Unit.NUMBER
    told = _(ABOUT[found.outcome]).format(
        rows=number(found.found.rows, Unit.COUNT, language),
        base=number(found.found.base, unit, language),
        days=found.days,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.caption(told, width="stretch")
        show_proof(found.base, reading, KEY)
        if found.holds:
            title, sheet = _title(found), replace(found.base, columns=_columns(found), rows=_rows(found), totals=None)
            show_export(KEY, title, reading, lambda: answer_sheet(title, sheet, reading))


def _title(found: DriversReport) -> str:
    return _("What goes with: {outcome}").format(outcome=_(OUTCOMES[found.outcome].label))


def _refusal(found: DriversReport, reading: Reading) -> str:
    if not found.found.found:
        return _("None of the fields goes with it beyond chance, so no effect is shown.")
    told = _(
        "No effect is shown: what was found told nothing of the rows that were held back (skill {skill}). Choose a"
        " longer period or fewer filters."
    )
    return told.format(skill=number(found.found.skill, Unit.RATE, reading.look.language))


def _findings(found: DriversReport, reading: Reading) -> None:
    shown = found.found.found[:MOST_BARS]
    names = [_what(driver) for driver in shown]
    better = OUTCOMES[found.outcome].more_is_better
    measure = Column("effect", _(MEASURED[found.outcome]), Kind.NUMBER, Unit.NUMBER, higher_is_better=better)
    left, right = st.columns((3, 2), gap="large")
    with left:
        st.markdown(f"**{_('Effects, the other fields being equal')}**")
        show_drawing(
            _drawn(shown, names, found, reading),
            whiskers(Column("driver", _("Field"), Kind.TEXT), measure, replace(reading.look, height=None)),
            reading.look,
            f"{KEY}_{found.outcome}_chart",
            _title(found),
            told=" ".join(_said(driver, found, reading) for driver in shown),
            height=height(len(shown)),
            on_pick=lambda mark: _open(found, names.index(mark["driver"])) if mark.get("driver") in names else None,
        )
    with right:
        _sentences(shown, found, reading)
    key = f"{KEY}_{found.outcome}_table"
    show_table(_columns(found), _rows(found), reading.look, key, lambda: _clicked(key, found))
    st.caption(_goodness(found, reading))


def _goodness(found: DriversReport, reading: Reading) -> str:
    """What the findings told of rows held back, and what a click shows."""
    told = _("Of rows that were held back, the findings explain {skill} of the differences.")
    click = (
        _("Click a bar, a sentence or a row to see what these customers bought in that year.")
        if OUTCOMES[found.outcome].steady
        else _("Click a bar, a sentence or a row to see its records.")
    )
    return f"{told.format(skill=number(found.found.skill, Unit.RATE, reading.look.language))} {click}"


def _sentences(shown: tuple[Driver, ...], found: DriversReport, reading: Reading) -> None:
    st.markdown(f"**{_('In a few words')}**")
    for place, driver in enumerate(shown[:MOST_SAID]):
        words, records = st.columns((9, 1), vertical_alignment="center", gap="xsmall")
        with words:
            st.markdown(("✅ " if driver.confirmed else "") + plain(_said(driver, found, reading)))
        with records:
            st.button(
                "", key=f"{KEY}_said_{place}", icon=":material/table_rows:", type="tertiary",
                on_click=_open, args=(found, place), help=_("Show the records"),
            )  # fmt: skip
    st.caption(_("✅ found in 60 % of the rows, seen again in the other 40 %. Associated, not proven to cause."))


def _what(driver: Driver) -> str:
    """The field and its word, or the step of a number."""
    field, column = _(field_label(driver.column.field)), driver.column
    match column.kind:
        case "word":
            return f"{field}: {member_text(column.field, str(column.word))}"
        case "other":
            return _("{field}: rarer ones").format(field=field)
        case "empty":
            return _("{field}: not known").format(field=field)
        case _:
            return _("{field}, more").format(field=field)


def _said(driver: Driver, found: DriversReport, reading: Reading) -> str:
    text = _((MORE if driver.effect > 0 else LESS)[found.outcome])
    said = text.format(what=_what(driver), effect=_written(abs(driver.effect), found, reading))
    low, high = (driver.low, driver.high) if driver.effect > 0 else (-driver.high, -driver.low)
    if driver.against is not None:
        told = _("{said} than {against} (95 %: {low} to {high}).")
        against = member_text(driver.column.field, driver.against)
    else:
        step = driver.column.high - driver.column.low
        told = _("{said} for every {against} more (95 %: {low} to {high}).")
        against = number(step, Unit.NUMBER, reading.look.language, decimals=0 if step >= 10 else 1)
    if driver.column.kind == "empty":
        told = _("{said} than where it is known (95 %: {low} to {high}).")
    return told.format(
        said=said, against=against, low=_written(low, found, reading), high=_written(high, found, reading)
    )


def _written(value: float, found: DriversReport, reading: Reading) -> str:
    return number(value, Unit.NUMBER, reading.look.language, decimals=2 if found.outcome == "satisfaction" else 1)


def _drawn(shown: tuple[Driver, ...], names: list[str], found: DriversReport, reading: Reading) -> pl.DataFrame:
    texts = [
        (_written(one.effect, found, reading), _written(one.low, found, reading), _written(one.high, found, reading))
        for one in shown
    ]
    return pl.DataFrame(
        {
            "driver": names,
            "effect": [one.effect for one in shown],
            "low": [one.low for one in shown],
            "high": [one.high for one in shown],
            "_effect": [effect for effect, _low, _high in texts],
            "_range": [f"{low} – {high}" for _effect, low, high in texts],
            "_rows": [number(one.rows, Unit.COUNT, reading.look.language) for one in shown],
        }
    )


def _columns(found: DriversReport) -> tuple[Column, ...]:
    return (
        Column("driver", N_("Field"), Kind.TEXT),
        Column("against", N_("Compared with"), Kind.TEXT),
        Column("rows", N_("Records"), Kind.NUMBER, Unit.COUNT),
        Column("effect", MEASURED[found.outcome], Kind.NUMBER, Unit.NUMBER),
        Column("low", N_("95 %, from"), Kind.NUMBER, Unit.NUMBER),
        Column("high", N_("95 %, to"), Kind.NUMBER, Unit.NUMBER),
        Column("adjusted", N_("p, adjusted"), Kind.NUMBER, Unit.RATE),
        Column("confirmed", N_("Confirmed"), Kind.TEXT),
    )


def _rows(found: DriversReport) -> pl.DataFrame:
    told = [
        {
            "driver": _what(one),
            "against": None if one.against is None else member_text(one.column.field, one.against),
            "rows": one.rows,
            "effect": round(one.effect, 2),
            "low": round(one.low, 2),
            "high": round(one.high, 2),
            "adjusted": one.adjusted,
            "confirmed": "✅" if one.confirmed else "",
        }
        for one in found.found.found
    ]
    return pl.DataFrame(told, schema_overrides={"against": pl.String})


def _rest(found: DriversReport) -> None:
    """The fields that told nothing, and those that could not be tried."""
    known = {driver.column.field for driver in (found.found.found if found.holds else ())}
    tried = dict.fromkeys(driver.column.field for driver in found.found.drivers)
    quiet = [_(field_label(field)) for field in tried if field not in known]
    if quiet:
        st.caption(_("Nothing beyond chance: {fields}.").format(fields=", ".join(quiet)))
    for field, why in found.found.left_out.items():
        st.caption(_("{field} was left out: {why}.").format(field=_(field_label(field)), why=_(why)))


def _clicked(key: str, found: DriversReport) -> None:
    cell = clicked(key)
    if cell is not None:
        _open(found, cell.row)


def _open(found: DriversReport, place: int) -> None:
    """Ask for the records of a driver."""
    drill.ask_behind(found.base.query, found.filters(found.found.found[place]))


DRIVER_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {"drivers": (show_drivers, PARAMS)}
)
"""Each panel with the parameters of the address that are its own."""
