"""The pipeline forecast: key figures, the spread of outcomes, each deal's chance and why, what-if, past periods."""

from dataclasses import replace
from math import isnan

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.question import Query
from datasource.reports.exceptions import STUDIED
from datasource.reports.pipeline_forecast import LEAST_REPLAYS, Outlook, periods_of, pipeline_outlook
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.outcomes import outcome_rows, outcomes
from widgets.controls.faces import choose
from widgets.format import compact, day, number
from widgets.panels.chance_reasons import why
from widgets.panels.what_if import show_what_if
from widgets.state.session import Slot

PARAMS = ("until",)
KEY = Slot.PIPELINE_FORECAST.value
DEALS = (
    Column("name", N_("Name"), Kind.TEXT),
    Column("customer", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("stage", N_("Stage"), Kind.TEXT),
    Column("amount", N_("Amount"), Kind.NUMBER, Unit.MONEY),
    Column("chance", N_("Chance"), Kind.NUMBER, Unit.RATE),
    Column("expected", N_("Amount × chance"), Kind.NUMBER, Unit.MONEY),
    Column("why", N_("Why"), Kind.TEXT),
    Column("expected_close", N_("Expected close"), Kind.TEXT),
)
REPLAYS = (
    Column("period", N_("Period"), Kind.TEXT),
    Column("actual", N_("Came"), Kind.NUMBER, Unit.MONEY),
    Column("p10", N_("P10"), Kind.NUMBER, Unit.MONEY),
    Column("p50", N_("P50"), Kind.NUMBER, Unit.MONEY),
    Column("p90", N_("P90"), Kind.NUMBER, Unit.MONEY),
    Column("naive", N_("Stretch before, repeated"), Kind.NUMBER, Unit.MONEY),
    Column("stage_weighted", N_("Stage-weighted"), Kind.NUMBER, Unit.MONEY),
)
COMPACT = NumberFormat(style="compact")
SHORT = tuple(
    FieldLook(field=name, number=COMPACT) for name in ("actual", "p10", "p50", "p90", "naive", "stage_weighted")
)


def show_pipeline_forecast(reading: Reading) -> None:
    """The outlook of one period: figures, histogram and replay where it has skill; the deals in any case."""
    named = periods_of(reading.shared.today, reading.shared.fiscal_start)
    labels = {kind: _(label) for kind, label in named.items()}
    kind = choose(_("Forecast until"), Slot.PIPELINE_FORECAST_TO.value, "until", labels)
    found = awaited(reading, KEY, pipeline_outlook, kind, reading.view.where)
    if found is None:
        return
    language = reading.look.language
    told = _("From {start} to {end}, as of {day}.")
    days = {"start": day(found.span.start, language), "end": day(found.span.end, language)}
    st.caption(told.format(**days, day=day(found.as_of, language)))
    asked = reading.answer(Query(metrics=("open_amount", "open_opportunities"), where=reading.view.where))
    _known_figures(found, asked, reading)
    if found.has_skill:
        _likely_figures(found, reading)
        _spread(found, reading)
        show_what_if(found, reading)
    else:
        st.info(_refusal(found, reading), icon="🚫")
    _deals(found, asked, reading)
    if found.replays:
        _past(found, asked, reading)
    show_method_card(found.card, language)


def _money(value: float | None, reading: Reading) -> str:
    return compact(value, Unit.MONEY, reading.look.language, reading.look.currency)


def _known_figures(found: Outlook, asked: Result, reading: Reading) -> None:
    """What is won, and the plain sums over the open deals."""
    base, language = found.found, reading.look.language
    cards = (
        (_("Won so far"), base.won, _("Won in the period up to today.")),
        (_("Commit"), base.commit, _("Won so far, and the open deals whose chance is 70 % or more.")),
        (_("Best case"), base.best_case, _("Won so far, and the open deals whose chance is 30 % or more.")),
        (_("Weighted"), base.weighted, _("Won so far, and each open deal's amount times its chance.")),
        (_("Goal"), found.target, _("Target for contract amount of the period, of those that you see.")),
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        for label, value, told in cards:
            st.metric(label, _money(value, reading), help=told)
        if found.target:
            covered = number(base.coverage, Unit.NUMBER, language, decimals=1)
            st.metric(
                _("Coverage"),
                _("reached") if isnan(base.coverage) else f"{covered}×",
                help=_("Amount of all open deals over what the goal still lacks."),
            )
        show_proof(asked, reading, KEY)


def _likely_figures(found: Outlook, reading: Reading) -> None:
    base, language = found.found, reading.look.language
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("P10"), _money(base.p10, reading), help=_("In nine of ten runs it is more."))
        st.metric(_("P50, the middle"), _money(base.p50, reading), help=_("Half of the runs bring more, half less."))
        st.metric(_("P90"), _money(base.p90, reading), help=_("In nine of ten runs it is less."))
        st.metric(
            _("From deals to come"),
            _money(base.expected_new, reading),
            help=_("Mean of what deals will bring that are not there yet; part of P10, P50 and P90."),
        )
        if found.target:
            st.metric(
                _("Chance to reach the goal"),
                number(round(base.chance, 2), Unit.RATE, language, decimals=0),
                help=_("Share of the runs that end at the goal or above."),
            )


def _refusal(found: Outlook, reading: Reading) -> str:
    if found.score is None:
        return _(
            "The spread of outcomes is not shown: only {count} past periods can be forecast again to see how good it"
            " is; {least} with won deals are needed."
        ).format(count=len(found.replays), least=LEAST_REPLAYS)
    told = _(
        "The spread of outcomes is not shown: over {count} past periods its middle was off by {error}, the stretch"
        " before, repeated, by {naive}."
    )
    language = reading.look.language
    return told.format(
        count=found.score.periods,
        error=number(found.score.error, Unit.RATE, language),
        naive=number(found.score.naive_error, Unit.RATE, language),
    )


def _spread(found: Outlook, reading: Reading) -> None:
    base, goal = found.found, _("Goal")
    marks = {"P10": base.p10, "P50": base.p50, "P90": base.p90}
    if found.target:
        marks[goal] = found.target
    st.markdown(f"**{_('What the runs brought')}**")
    spoken = ", ".join(f"{name} {_money(value, reading)}" for name, value in marks.items())
    show_drawing(
        outcome_rows(base.totals, marks),
        outcomes(goal, replace(reading.look, height=None)),
        reading.look,
        f"{KEY}_spread",
        _("What the runs brought"),
        spoken,
        height=260,
    )


def _deals(found: Outlook, asked: Result, reading: Reading) -> None:
    """Every open deal with its chance and why; a click lists the deal's record."""
    title = _("Open deals and their chances")
    rows = found.deals.with_columns(
        # A browser writes the days of a long list with the hour, so that they are handed over as text.
        expected_close=pl.col("expected_close").dt.to_string("%Y-%m-%d"),
        why=pl.Series([why(row, reading.look.language) for row in found.deals.iter_rows(named=True)]),
    )
    told = replace(asked, columns=DEALS, rows=rows.select(column.name for column in DEALS), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(f"{KEY}_deals", title, reading, lambda: answer_sheet(title, told, reading))
    key = f"{KEY}_deals"
    show_table(DEALS, told.rows, reading.look, key, lambda: _open(key, found, asked.query))
    lines = [
        _("Chance to be won by {day}. Click a deal to see its record.").format(
            day=day(found.span.end, reading.look.language)
        ),
        _(STUDIED.sentence),
    ]
    if found.unvalued:
        lines.append(_("{count} of them have no amount and count as 0.").format(count=found.unvalued))
    st.caption(" ".join(lines))


def _open(key: str, found: Outlook, query: Query) -> None:
    cell = clicked(key)
    if cell is not None and cell.row < found.deals.height:
        row = found.deals.row(cell.row, named=True)
        alone = query.model_copy(update={"metrics": ("open_amount",)})
        drill.ask_behind(
            alone, tuple(member_filter(field, row[field]) for field in ("customer", "owner", "stage") if row[field])
        )


def _past(found: Outlook, asked: Result, reading: Reading) -> None:
    """Each past period as it would have been forecast on its eve."""
    title, language = _("Past periods, forecast on their eve"), reading.look.language
    rows = pl.DataFrame(
        [
            {
                "period": f"{day(one.start, language)} – {day(one.until, language)}",
                **{name: getattr(one, name) for name in ("actual", "p10", "p50", "p90", "naive", "stage_weighted")},
            }
            for one in found.replays
        ]
    )
    told = replace(asked, columns=REPLAYS, rows=rows, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(f"{KEY}_past", title, reading, lambda: answer_sheet(title, told, reading))
    show_table(REPLAYS, rows, reading.look, f"{KEY}_past", looks=SHORT)
    if found.score is not None:
        sentence = _(
            "P50 was off by {error}, the stretch before, repeated, by {naive}, the stage-weighted pipeline by {staged};"
            " {inside} of the periods ended between P10 and P90."
        )
        score = found.score
        shares = {
            "error": score.error, "naive": score.naive_error, "staged": score.stage_weighted_error,
            "inside": score.inside,
        }  # fmt: skip
        st.caption(sentence.format(**{name: number(one, Unit.RATE, language) for name, one in shares.items()}))
