"""What tells whether to believe a regression: what it leaves over, its diagnostics, the records it hangs on."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.analytics.regression import Coefficient
from datasource.metrics.registry import METRICS
from datasource.reports.regression import Regressed, field_name
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import show_table
from widgets.charts.residuals import residuals
from widgets.controls.plain import plain
from widgets.format import number
from widgets.state.session import Slot

KEY = f"{Slot.REGRESSION.value}_checks"
MOST_DOTS, MOST_ODD, BINS = 1500, 10, 25
MONEY = ("amount",)
ODD = (
    Column("name", N_("Record"), Kind.TEXT),
    Column("actual", N_("Actual"), Kind.NUMBER, Unit.NUMBER),
    Column("fitted", N_("Fitted"), Kind.NUMBER, Unit.NUMBER),
    Column("residual", N_("Left over"), Kind.NUMBER, Unit.NUMBER),
    Column("distance", N_("Cook's distance, in 4 / n"), Kind.NUMBER, Unit.NUMBER),
)


def unit_of(outcome: str) -> Unit:
    """What the numbers of an outcome count."""
    if outcome in MONEY:
        return Unit.MONEY
    return METRICS[outcome].unit if outcome in METRICS else Unit.NUMBER


def term_name(one: Coefficient) -> str:
    """What a term of the model is called."""
    if one.column is None:
        return _("Constant")
    field = _(field_name(one.column.field))
    match one.column.kind:
        case "word":
            return f"{field}: {member_text(one.column.field, str(one.column.word))}"
        case "other":
            return _("{field}: rarer ones").format(field=field)
        case "empty":
            return _("{field}: not known").format(field=field)
        case _:
            return field


def _points(found: Regressed) -> pl.DataFrame:
    """The counted records with their names, the ones that move the line most first, `odd` beyond the rule of 4 / n."""
    points = found.found.points.with_columns(found.labels.fill_null("—").alias("name"))
    odd = (pl.col("distance") > 4 / found.found.rows).cast(pl.Int64)
    return points.with_columns(odd.alias("odd")).sort("distance", descending=True)


def show_left_over(found: Regressed, reading: Reading) -> None:
    """Residuals against what was fitted: each record's, or means of many alike where the outcome is yes or no."""
    st.markdown(f"**{_('What is left over')}**")
    logit = found.found.kind == "logit"
    rows = _binned(found, reading) if logit else _dots(found)
    unit = Unit.RATE if logit else unit_of(found.outcome)
    outcome = Column("residual", _(field_name(found.outcome)), Kind.NUMBER, unit)
    spec = residuals(outcome, replace(reading.look, height=None))
    show_drawing(rows, spec, reading.look, f"{KEY}_left", _("What is left over"))
    if logit:
        st.caption(_("Means of groups of alike records: a good fit leaves them around 0 everywhere."))
    else:
        st.caption(
            _("Diamonds move the line most (Cook's distance above 4 / n). A good fit leaves no shape, only a cloud.")
        )


def _dots(found: Regressed) -> pl.DataFrame:
    """The records that move the line most, and as many others as can be told apart."""
    points = _points(found)
    few, rest = points.head(100), points.slice(100)
    drawn = pl.concat([few, rest.gather_every(max(-(-rest.height // MOST_DOTS), 1))]) if rest.height else few
    return drawn.select("fitted", "residual", "name", "odd").reverse()


def _binned(found: Regressed, reading: Reading) -> pl.DataFrame:
    """Means over groups of records with nearly the same chance (Gelman and Hill 2007, section 5.6)."""
    points = found.found.points.sort("fitted")
    size = max(points.height // BINS, 10)
    place = pl.int_range(pl.len()) // size
    groups = points.group_by(place.alias("place"), maintain_order=True).agg(
        pl.col("fitted", "residual").mean(), pl.len().alias("count")
    )
    counts = [number(count, Unit.COUNT, reading.look.language) for count in groups["count"]]
    names = pl.Series("name", [_("{count} records").format(count=count) for count in counts])
    return groups.with_columns(names, odd=pl.lit(-1)).select("fitted", "residual", "name", "odd")


def show_checks(found: Regressed, reading: Reading) -> None:
    """What tells whether to believe the coefficients, in sentences, and the records they hang on."""
    quality, language = found.found.quality, reading.look.language
    told = [_vif(found, language)]
    if quality.uneven_p is not None and quality.uneven_p < 0.05:
        told.append(_("The spread is uneven (Breusch-Pagan): the errors shown (HC3) allow for it."))
    if quality.normal_p is not None and quality.normal_p < 0.05:
        told.append(_("What is left over is not normal (Jarque-Bera): with few records intervals are rough."))
    if quality.auc is not None:
        told.append(_("It ranks a yes above a no in {auc} of the pairs (AUC).").format(
            auc=number(quality.auc, Unit.RATE, language)))  # fmt: skip
    with st.expander(_("Diagnostics and the records it hangs on"), icon="🩻"):
        st.markdown("\n".join(f"- {plain(line)}" for line in told if line))
        rows = _points(found).head(MOST_ODD)
        shown = rows.with_columns(
            pl.col("actual", "fitted", "residual").round(3), pl.col("distance") * found.found.rows / 4
        )
        unit = Unit.NUMBER if found.found.kind == "logit" else unit_of(found.outcome)
        columns = (ODD[0], *(replace(column, unit=unit) for column in ODD[1:4]), ODD[4])
        show_table(columns, shown, reading.look, f"{KEY}_odd")


def _vif(found: Regressed, language: str) -> str:
    worst = max((one for one in found.found.coefficients if one.inflation), key=lambda one: one.inflation or 0)
    value = number(worst.inflation, Unit.NUMBER, language, decimals=1)
    if (worst.inflation or 0) > 10:
        text = _("{term} is told by the other fields (VIF {value}, above 10): leave one of them out.")
    else:
        text = _("No field is told by the others: the largest variance inflation (VIF) is {value}, of {term}.")
    return text.format(term=term_name(worst), value=value)
