"""Regression and factor analysis on fields that an analyst has chosen (reports 2.10), over the records in sight."""

from dataclasses import dataclass
from typing import cast, get_args

import polars as pl

from datasource.analytics.factors import Factors, analyse_factors
from datasource.analytics.method_card import MethodCard
from datasource.analytics.regression import Regression, regress
from datasource.analytics.rotations import Rotation
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.registry import DIMENSIONS, METRICS
from datasource.query import answer
from datasource.question import Filter, Period, Query
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.regression_rows import KINDS, LABELS, Kind
from datasource.result import Result
from datasource.scope import Viewer
from datasource.texts import N_, Filled, _


@dataclass(frozen=True)
class Regressed:
    """`labels` (n) of the counted records, as `found.points` has them; `base` the answer of the metric behind them."""

    kind: str
    outcome: str
    found: Regression
    labels: pl.Series
    base: Result
    card: MethodCard


@dataclass(frozen=True)
class Analysed:
    """The factors of the chosen fields; `base` is the answer of the metric behind the records."""

    kind: str
    rotation: str
    found: Factors
    base: Result
    card: MethodCard


def regression(  # noqa: PLR0913, PLR0917  (what is explained by what, of which rows)
    catalog: Catalog,
    viewer: Viewer,
    kind: str,
    outcome: str,
    fields: tuple[str, ...],
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Regressed:
    """`outcome` of the records by `fields`: least squares with HC3 errors for a number, a logit for yes or no.

    Raises `MingjingError` for unknown names, without any field, and as `regress` does.
    """
    known = _known(kind)
    _check([outcome], known.outcomes)
    chosen = tuple(field for field in fields if field != outcome)
    _check(chosen, known.fields)
    if not chosen:
        raise MingjingError(_("Choose at least one field that is to explain the outcome."))
    rows = known.rows(catalog, viewer, period, where)
    found = regress(rows, chosen, outcome, robust=True)
    labels = rows["label"].gather(found.points["row"])
    base = answer(catalog, Query(metrics=(known.metric,), period=period, where=where), viewer)
    return Regressed(kind, outcome, found, labels, base, _regression_card(catalog, found, kind))


def factors(  # noqa: PLR0913, PLR0917  (which fields, how they are turned, of which rows)
    catalog: Catalog,
    viewer: Viewer,
    kind: str,
    fields: tuple[str, ...],
    count: int | None = None,
    rotation: str = "varimax",
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> Analysed:
    """What the numbers `fields` of the records have in common; errors as `analyse_factors` and for unknown names."""
    known = _known(kind)
    _check(fields, known.numbers)
    if rotation not in get_args(Rotation):
        raise MingjingError(unknown(N_("rotation"), rotation, get_args(Rotation)))
    rows = known.rows(catalog, viewer, period, where)
    found = analyse_factors(rows, fields, count, cast("Rotation", rotation))
    base = answer(catalog, Query(metrics=(known.metric,), period=period, where=where), viewer)
    return Analysed(kind, rotation, found, base, _factor_card(catalog, found))


def field_name(field: str) -> str:
    """What a field is called, a msgid."""
    if field in LABELS:
        return LABELS[field]
    return METRICS[field].label if field in METRICS else DIMENSIONS[field].label


def _known(kind: str) -> Kind:
    if kind not in KINDS:
        raise MingjingError(unknown(N_("kind of records"), kind, KINDS))
    return KINDS[kind]


def _check(names: tuple[str, ...] | list[str], known: tuple[str, ...]) -> None:
    for name in names:
        if name not in known:
            raise MingjingError(unknown(N_("field"), name, known))


def _regression_card(catalog: Catalog, found: Regression, kind: str) -> MethodCard:
    line = found.kind == "least squares"
    measures = (
        (N_("Spread that the fields explain (R²)") if line else N_("McFadden's R²"), f"{found.quality.explained:.3f}"),
        (N_("The same for the number of terms (adjusted)"), f"{found.quality.adjusted:.3f}"),
    )
    return MethodCard(
        does=N_("Fits a straight line through all fields at once (ordinary least squares, HC3 errors).")
        if line
        else N_("Fits a logistic regression through all fields at once (maximum likelihood)."),
        data=Filled(
            N_("{rows} records with all fields filled that you may see; {incomplete} lacked one and are left out."),
            rows=f"{found.rows:,}", incomplete=f"{found.incomplete:,}",
        ),
        as_of=catalog.as_of,
        assumes=(
            N_("Each field has the same effect everywhere, whatever the others are."),
            N_("Records do not hang together: several of one customer make intervals too narrow."),
            *((CUSTOMER_PAST.sentence,) if kind == "visits" else ()),
        ),
        quality=(
            (N_("Better than the mean on fifths of the rows held back (skill)"), f"{found.skill:.1%}"),
            *measures,
            (N_("Chance of such a fit if no field told anything"), f"{found.quality.test_p:.2g}"),
            *(((N_("Ranks a yes above a no (AUC)"), f"{found.quality.auc:.3f}"),) if found.quality.auc else ()),
        ),
        avoid=(
            N_("As proof of a cause: what goes with an outcome may be there for another reason."),
            N_("With fields that are filled after the outcome: they explain it too well."),
            N_("After trying many combinations of fields: one of twenty looks sure by chance."),
        ),
        sources=(
            "Greene 2018, Econometric Analysis, chapters 4 and 17",
            "MacKinnon and White 1985, J. Econometrics 29:305",
            "Cook 1977, Technometrics 19:15",
            "Pregibon 1981, Annals of Statistics 9:705",
        ),
    )  # fmt: skip


def _factor_card(catalog: Catalog, found: Factors) -> MethodCard:
    return MethodCard(
        does=N_(
            "Looks for a few hidden factors by which the fields go together (minimal residuals), as many as stand out "
            "from noise of the same shape, turned so that each field hangs on few of them."
        ),
        data=Filled(
            N_("{rows} of {given} records that you may see have all fields filled."),
            rows=f"{found.rows:,}", given=f"{found.rows_given:,}",
        ),
        as_of=catalog.as_of,
        assumes=(N_("Fields go together in straight lines; a few huge values can make a factor of their own."),),
        quality=(
            (N_("Fields have enough in common (KMO, 0.6 is needed)"), f"{found.kmo:.3f}"),
            (N_("Chance of such correlations among unrelated fields (Bartlett)"), f"{found.p:.2g}"),
            (N_("Least likeness of a factor in two halves of the rows (0.9 repeats)"), f"{found.congruence.min():.2f}"),
        ),
        avoid=(N_("To name what cannot be seen: a factor is what fields share, and its name is a guess."),),
        sources=(
            "Harman and Jones 1966, Psychometrika 31:351",
            "Kaiser 1958, Psychometrika 23:187",
            "Horn 1965, Psychometrika 30:179",
            "Hendrickson and White 1964, Br. J. Stat. Psychol. 17:65",
        ),
    )  # fmt: skip
