"""Open leads by score: grades, the list with points, what a value is worth, how good scores are, drift and leaks."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import streamlit as st
from babel.dates import get_day_names

from dashboards.options import FieldLook, NumberFormat
from datasource.errors import MingjingError
from datasource.reports.exceptions import STUDIED
from datasource.reports.lead_scores import FIELDS, WORKED_ON, ScoredLeads, lead_record, lead_scores
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.members import member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading, worded
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import cell, number, percent
from widgets.panels.score_quality import show_drift, show_goodness, show_grades
from widgets.state.session import Slot

KEY, LIST = Slot.LEAD_SCORES.value, f"{Slot.LEAD_SCORES.value}_list"
PARAMS = ("grade",)
ALL, GRADES = "all", ("A", "B", "C", "D")
MOST_REASONS, LEAST_POINTS, MOST_FIELDS = 3, 0.5, 15
SPEAKING = ("source", "industry", "campaign_kind", "campaign_channel", "weekday")
"""Fields whose values say by themselves what they are."""
LEADS = (
    Column("label", N_("Lead"), Kind.TEXT),
    Column("grade", N_("Grade"), Kind.TEXT),
    Column("score", N_("Chance"), Kind.NUMBER, Unit.RATE),
    Column("why", N_("Points added and taken"), Kind.TEXT),
    Column("source", N_("Source"), Kind.TEXT),
    Column("lead_status", N_("Lead status"), Kind.TEXT),
    Column("contact_name", N_("Contact"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("created", N_("Entered"), Kind.TEXT),
)
POINTS = (
    Column("field", N_("Field"), Kind.TEXT),
    Column("value", N_("Value"), Kind.TEXT),
    Column("points", N_("Points"), Kind.NUMBER, Unit.COUNT),
)
WORTH = (*POINTS, Column("leads", N_("Leads of all times"), Kind.NUMBER, Unit.COUNT))
LEAKS = (
    Column("field", N_("Field"), Kind.TEXT),
    Column("tells", N_("Tells the outcome alone (AUC)"), Kind.NUMBER, Unit.NUMBER),
    Column("filled_yes", N_("Filled where won"), Kind.NUMBER, Unit.RATE),
    Column("filled_no", N_("Filled where not"), Kind.NUMBER, Unit.RATE),
    Column("said", N_("Verdict"), Kind.TEXT),
)
FINE = (FieldLook(field="tells", number=NumberFormat(decimals=2)),)
WON = N_("Became customers")


def show_lead_scores(reading: Reading) -> None:
    """The open leads under the page's filters; a sentence says why where no scores are told."""
    try:
        found = reading.report(lead_scores, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    _head(found, reading)
    show_grades(KEY, found.goodness, found.leads["grade"], WON, reading, _pick)
    _list(found, reading)
    left, right = st.columns((1, 1), gap="medium")
    with left:
        _worth(found, reading)
    with right:
        told = _("Leads of the last 90 days beside the older ones: up to 0.1 alike, above 0.25 unlike.")
        show_drift(KEY, found.goodness, _labels(found), told, reading)
    show_goodness(KEY, found.goodness, found.base, reading)
    _leaks(found, reading)
    st.caption(_(STUDIED.sentence))
    show_method_card(found.goodness.card, reading.look.language)


def _head(found: ScoredLeads, reading: Reading) -> None:
    language, leads = reading.look.language, found.leads
    with st.container(horizontal=True, vertical_alignment="top", gap="large"):
        st.metric(_("Open leads with a score"), number(leads.height, Unit.COUNT, language))
        best = leads.filter(pl.col("grade") == GRADES[0]).height
        st.metric(_("Grade A"), number(best, Unit.COUNT, language), help=_("The best tenth of past leads by score."))
        st.metric(_("Chance on average"), percent(found.base.rows.item(), language))
        show_proof(found.base, reading, KEY)


def _pick(grade: str) -> None:
    if grade in GRADES:
        link.put_own("grade", grade)


def _list(found: ScoredLeads, reading: Reading) -> None:
    title = _("Open leads by score")
    options = {ALL: _("All grades"), **{grade: grade for grade in GRADES}}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="content")
        grade = choose(_("Grade"), Slot.LEAD_SCORES_GRADE.value, "grade", options)
        leads = found.leads if grade == ALL else found.leads.filter(pl.col("grade") == grade)
        rows = _told(leads, found, reading)
        told = replace(found.base, columns=LEADS, rows=rows.select(one.name for one in LEADS), totals=None)
        show_export(LIST, title, reading, lambda: answer_sheet(title, told, reading))
    if rows.is_empty():
        st.info(_("No lead of this grade is open among those that you see here."))
        return
    show_table(LEADS, told.rows, reading.look, LIST, lambda: None)
    told_count = plural("{count} lead, the best first.", "{count} leads, the best first.", rows.height)
    st.caption(f"{told_count} {_('20 points double the odds. Click a row to see the lead and its points.')}")
    picked = clicked(LIST)
    if picked is not None and picked.row < leads.height:
        _lead(found, leads.row(picked.row, named=True), reading)


def _told(leads: pl.DataFrame, found: ScoredLeads, reading: Reading) -> pl.DataFrame:
    """The leads in words, with the fields that move their score most."""
    moving = _spoken(found.points.filter(pl.col("points").abs() >= LEAST_POINTS), found, reading.look.language)
    points = pl.col("points").round().cast(pl.Int64)
    signed = pl.when(points > 0).then(pl.format("+{}", points)).otherwise(pl.format("−{}", points.abs()))
    reasons = (
        moving.sort(pl.col("points").abs(), descending=True, maintain_order=True)
        .group_by("lead_id", maintain_order=True)
        .agg(pl.format("{} {}", "said", signed).head(MOST_REASONS).str.join(" · ").alias("why"))
    )
    met = leads.join(reasons, on="lead_id", how="left", maintain_order="left")
    return met.with_columns(pl.col("created").dt.to_string("%Y-%m-%d"))


def _spoken(points: pl.DataFrame, found: ScoredLeads, language: str) -> pl.DataFrame:
    """`points` with field and value in words, and `said`, which is short for both."""
    rows, labels = points.select("field", "value").unique(maintain_order=True).rows(), _labels(found)
    words = pl.DataFrame(
        {
            "field": [field for field, _value in rows],
            "value": [value for _field, value in rows],
            "field_said": [labels.get(field, field) for field, _value in rows],
            "value_said": [_value_said(field, value, language) for field, value in rows],
        },
        schema_overrides={"value": pl.String, "value_said": pl.String},
    )
    met = points.join(words, on=["field", "value"], how="left", nulls_equal=True, maintain_order="left")
    alone = pl.col("field").is_in(SPEAKING) & pl.col("value_said").is_not_null()
    both = pl.format("{}: {}", "field_said", pl.col("value_said").fill_null(_("not known")))
    said = pl.when(alone).then("value_said").otherwise(both)
    return met.with_columns(said=said).drop("field", "value").rename({"field_said": "field", "value_said": "value"})


def _labels(found: ScoredLeads) -> dict[str, str]:
    return {**{name: _(label) for name, label in FIELDS.items()}, **found.own}


def _value_said(field: str, value: str | None, language: str) -> str | None:
    if field == "weekday" and value is not None:
        return str(get_day_names("wide", locale=language)[int(value) - 1])
    if value is None and field.startswith("campaign"):
        return _("no campaign")
    return {"true": _("yes"), "false": _("no")}.get(value or "", value)


def _lead(found: ScoredLeads, lead: dict[str, object], reading: Reading) -> None:
    """The record of a lead beside what each of its fields adds and takes."""
    left, right = st.columns((1, 1), gap="medium")
    points = _spoken(found.points.filter(pl.col("lead_id") == lead["lead_id"]), found, reading.look.language)
    with left:
        st.markdown(f"**{plain(str(lead['label']))}**")
        page = reading.report(lead_record, int(str(lead["lead_id"])))
        facts = page.rows.row(0, named=True) if page.row_count else {}
        language, currency = reading.look.language, reading.look.currency
        lines = [
            f"{plain(column.label)}: {plain(member_text(column.name, cell(column, language, currency)(value)))}"
            for column, value in zip(worded(page.columns), facts.values(), strict=False)
        ]
        st.markdown("  \n".join(lines))
    with right:
        told = _("Points of this lead, beside an average one: a chance of {chance}, grade {grade}")
        chance = number(float(str(lead["score"])), Unit.RATE, reading.look.language)
        st.markdown(f"**{told.format(chance=chance, grade=lead['grade'])}**")
        rows = points.sort(pl.col("points").abs(), descending=True).with_columns(
            pl.col("points").round().cast(pl.Int64)
        )
        show_table(POINTS, rows, reading.look, f"{KEY}_points")


def _worth(found: ScoredLeads, reading: Reading) -> None:
    title = _("What each value is worth")
    rows = _spoken(found.worth, found, reading.look.language).with_columns(
        pl.col("value").fill_null(_("not known, or rare"))
    )
    rows = rows.sort("points", descending=True).with_columns(pl.col("points").round().cast(pl.Int64))
    told = replace(found.base, columns=WORTH, rows=rows.select(one.name for one in WORTH), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(f"{KEY}_worth", title, reading, lambda: answer_sheet(title, told, reading))
    show_table(WORTH, told.rows, reading.look, f"{KEY}_worth")


def _leaks(found: ScoredLeads, reading: Reading) -> None:
    """Every field that was tried, and those that are never: why each is left out, or that it is used."""
    st.markdown(f"**{_('Leak detector: fields that knew the outcome beforehand')}**")
    used, labels = set(found.worth["field"]), _labels(found)
    tried = found.leaks.select(
        pl.Series("field", [labels.get(field, field) for field in found.leaks["field"]]),
        pl.Series("said", [_used(why, field in used) for field, why in found.leaks.select("field", "why").rows()]),
        "tells",
        "filled_yes",
        "filled_no",
    )
    never = pl.DataFrame(
        {"field": [_(name) for name, _why in WORKED_ON], "said": [_used([why], False) for _name, why in WORKED_ON]}
    )
    show_table(
        LEAKS, pl.concat([tried, never], how="diagonal"), reading.look, f"{KEY}_leaks", sight=MOST_FIELDS, looks=FINE
    )
    st.caption(
        _(
            "A field is left out when it tells the outcome nearly alone (AUC above 0.9), or is filled at least 20"
            " points more often for one outcome. Columns of your own that are loaded with leads are tried too."
        )
    )


def _used(why: Sequence[str], is_used: bool) -> str:
    if len(why):
        return _("left out: {why}").format(why=", ".join(_(one) for one in why))
    return _("in use") if is_used else _("tells nothing: the same everywhere")
