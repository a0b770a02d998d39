"""Regression on chosen fields: coefficients with intervals, what to believe of them, and the records they hang on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import exp
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.analytics.regression import Coefficient
from datasource.errors import MingjingError
from datasource.metrics.registry import METRICS
from datasource.reports.regression import Regressed, field_name, regression
from datasource.reports.regression_rows import KINDS
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import show_table
from widgets.blocks.waiting import awaited
from widgets.charts.whiskers import height, whiskers
from widgets.controls import link
from widgets.controls.faces import choose, choose_listed
from widgets.controls.plain import plain
from widgets.format import compact, number
from widgets.panels.factors import show_factors
from widgets.panels.regression_checks import show_checks, show_left_over, term_name, unit_of
from widgets.state.session import Slot, hold_widget, widget_value

KEY = Slot.REGRESSION.value
PARAMS = ("method", "of", "outcome", "field", "count", "turn")
METHODS = {"regression": N_("Regression"), "factors": N_("Factor analysis")}
FEWEST_NUMBERS = 4
MOST_BARS = 20
BAD = ("days",)
COLUMNS = (
    Column("term", N_("Term"), Kind.TEXT),
    Column("value", N_("Coefficient"), Kind.NUMBER, Unit.NUMBER),
    Column("error", N_("Standard error"), Kind.NUMBER, Unit.NUMBER),
    Column("low", N_("95 %, from"), Kind.NUMBER, Unit.NUMBER),
    Column("high", N_("95 %, to"), Kind.NUMBER, Unit.NUMBER),
    Column("p", N_("p"), Kind.NUMBER, Unit.RATE),
    Column("odds", N_("Odds ratio"), Kind.NUMBER, Unit.NUMBER),
    Column("inflation", N_("VIF"), Kind.NUMBER, Unit.NUMBER),
)
HEADS = {
    "least squares": N_("{rows} records; the fields explain **{share}** of the spread, **{skill}** on rows held back."),
    "logit": N_(
        "{rows} records; McFadden's R² **{share}**; on rows held back the fields spare **{skill}** of the mean's error."
    ),
}
SENTENCES = {
    (False, True): N_("Surest: **{term}**, {effect} in “{outcome}” for every {by} more (95 %: {low} to {high})."),
    (False, False): N_("Surest: **{term}**, {effect} in “{outcome}” against the commonest (95 %: {low} to {high})."),
    (True, True): N_(
        "Surest: **{term}**, the odds of “{outcome}” are {effect} times as high for every {by} more (95 %: {low} to"
        " {high})."
    ),
    (True, False): N_(
        "Surest: **{term}**, the odds of “{outcome}” are {effect} times those of the commonest (95 %: {low} to {high})."
    ),
}
"""What is said of the surest term, of yes or no and of a number, by whether its field is a number."""


def show_regression(reading: Reading) -> None:
    """The method and what it is asked, all of it in the address; then what it comes to."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        method = choose(_("Method"), Slot.REGRESSION_METHOD.value, "method", {k: _(v) for k, v in METHODS.items()})
        kinds = {
            name: _(kind.label)
            for name, kind in KINDS.items()
            if method == "regression" or len(kind.numbers) >= FEWEST_NUMBERS
        }
        kind = choose_listed(_("Records"), Slot.REGRESSION_ROWS.value, "of", kinds)
        if method == "regression":
            labels = {name: _(field_name(name)) for name in KINDS[kind].outcomes}
            outcome = choose_listed(_("Explain"), f"{Slot.REGRESSION_OUTCOME.value}_{kind}", "outcome", labels)
    if method == "factors":
        numbers = KINDS[kind].numbers
        show_factors(kind, chosen_fields(kind, numbers, numbers), reading)
        return
    offered = [field for field in KINDS[kind].fields if field != outcome]
    fields = chosen_fields(kind, offered, [field for field in KINDS[kind].first if field != outcome])
    try:
        found = awaited(reading, KEY, regression, kind, outcome, fields, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is not None:
        _shown(found, reading)


def chosen_fields(kind: str, offered: Sequence[str], first: Sequence[str]) -> tuple[str, ...]:
    """The fields that the address names of those offered, those of `first` while it names none."""
    asked = tuple(field for field in link.own_values("field") if field in offered)
    slot = f"{Slot.REGRESSION_FIELDS.value}_{kind}"
    chosen = list(asked or first)
    hold_widget(slot, chosen)
    st.multiselect(
        _("By these fields"),
        list(offered),
        format_func=lambda field: _(field_name(field)),
        key=slot,
        on_change=lambda: link.put_own_values("field", widget_value(slot) or ()),
    )
    return tuple(chosen)


def _shown(found: Regressed, reading: Reading) -> None:
    _head(found, reading)
    left, right = st.columns((1, 1), gap="medium")
    with left:
        _effects(found, reading)
    with right:
        show_left_over(found, reading)
    logit = found.found.kind == "logit"
    columns = tuple(column for column in COLUMNS if logit or column.name != "odds")
    show_table(columns, _terms(found), reading.look, f"{KEY}_terms", sight=20)
    for field, why in found.found.left_out.items():
        st.caption(_("{field} was left out: {why}.").format(field=_(field_name(field)), why=_(why)))
    show_checks(found, reading)
    show_method_card(found.card, reading.look.language)


def _head(found: Regressed, reading: Reading) -> None:
    sheet = replace(found.base, columns=COLUMNS, rows=_terms(found), totals=None)
    title = _("Regression: {outcome}").format(outcome=_(field_name(found.outcome)))
    language, quality = reading.look.language, found.found.quality
    told = _(HEADS[found.found.kind]).format(
        rows=number(found.found.rows, Unit.COUNT, language),
        share=number(quality.explained, Unit.RATE, language),
        skill=number(found.found.skill, Unit.RATE, language),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(told, width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(KEY, title, reading, lambda: answer_sheet(title, sheet, reading))
    st.markdown(_sentence(found, reading))
    if found.found.skill <= 0:
        st.info(_("On rows held back the fields tell less than the mean does: do not predict with this model."))


def _sentence(found: Regressed, reading: Reading) -> str:
    """The surest term in words; a sentence as well where none is beyond chance."""
    terms = [one for one in found.found.coefficients if one.column is not None and one.p < 0.05]
    if not terms:
        return _("No term is beyond chance (p < 5 %).")
    best = max(terms, key=lambda one: abs(one.score))
    column = best.column
    assert column is not None
    about = {"term": plain(term_name(best)), "outcome": plain(_(field_name(found.outcome)))}
    ends = {"effect": best.value, "low": best.low, "high": best.high}
    logit, number_like = found.found.kind == "logit", column.kind == "number"
    write = _times(reading) if logit else _writer(found, reading)
    texts = {name: plain(write(_step(best, value))) for name, value in ends.items()}
    by = number(column.high - column.low, Unit.NUMBER, reading.look.language, decimals=1)
    return _(SENTENCES[logit, number_like]).format(**about, **texts, by=by)


def _times(reading: Reading) -> Callable[[float], str]:
    """Writes a difference of log-odds as how many times the odds are."""
    return lambda value: number(exp(value), Unit.NUMBER, reading.look.language, decimals=2)


def _writer(found: Regressed, reading: Reading) -> Callable[[float], str]:
    """Writes an effect with its sign, in the unit of the outcome; log-odds of a logit."""
    look, unit = reading.look, Unit.NUMBER if found.found.kind == "logit" else unit_of(found.outcome)
    return lambda value: ("+" if value > 0 else "") + compact(round(value, 2), unit, look.language, look.currency)


def _is_good(outcome: str) -> bool:
    return METRICS[outcome].higher_is_better is not False if outcome in METRICS else outcome not in BAD


def _step(one: Coefficient, value: float) -> float:
    """A coefficient over the typical step of its field."""
    return value if one.column is None else value * (one.column.high - one.column.low)


def _terms(found: Regressed) -> pl.DataFrame:
    rows = [
        {
            "term": term_name(one),
            **{name: float(f"{getattr(one, name):.4g}") for name in ("value", "error", "low", "high")},
            "p": one.p,
            "odds": None if one.column is None or abs(one.value) > 50 else round(exp(one.value), 4),
            "inflation": one.inflation,
        }
        for one in found.found.coefficients
    ]
    return pl.DataFrame(rows, schema_overrides={"odds": pl.Float64, "inflation": pl.Float64})


def _effects(found: Regressed, reading: Reading) -> None:
    st.markdown(f"**{_('Effects of a typical step, the other fields being equal')}**")
    terms = [one for one in found.found.coefficients if one.column is not None]
    shown = sorted(terms, key=lambda one: -abs(one.score))[:MOST_BARS]
    write = _writer(found, reading)
    rows = pl.DataFrame(
        {
            "term": [term_name(one) for one in shown],
            "effect": [_step(one, one.value) for one in shown],
            "low": [_step(one, one.low) for one in shown],
            "high": [_step(one, one.high) for one in shown],
            "_effect": [write(_step(one, one.value)) for one in shown],
            "_range": [f"{write(_step(one, one.low))} – {write(_step(one, one.high))}" for one in shown],
            "_rows": [number(found.found.rows, Unit.COUNT, reading.look.language)] * len(shown),
        }
    )
    logit = found.found.kind == "logit"
    label = _("Log-odds") if logit else _(field_name(found.outcome))
    unit = Unit.NUMBER if logit else unit_of(found.outcome)
    measure = Column("effect", label, Kind.NUMBER, unit, higher_is_better=_is_good(found.outcome))
    spec = whiskers(Column("term", _("Term"), Kind.TEXT), measure, replace(reading.look, height=None))
    show_drawing(rows, spec, reading.look, f"{KEY}_effects", label, height=height(len(shown)))


REGRESSION_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {"regression": (show_regression, PARAMS)}
)
"""Each panel with the parameters of the address that are its own."""
