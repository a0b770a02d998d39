"""The palette of this installation: every metric and dimension of the registry, in the reader's language."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import cast, get_args

from datasource.calculation import Aggregated, How
from datasource.metrics.custom import nobody_owns, table_label
from datasource.metrics.dimension import Dim, can_reach, subjects_of
from datasource.metrics.metric import Aggregate, Metric
from datasource.metrics.registry import DIMENSIONS, METRICS, SUBJECTS, refusal, subjects
from datasource.metrics.spoken import Vocabulary, spoken
from datasource.result import Kind
from datasource.tables.custom import OWN
from datasource.texts import N_, _, language
from widgets.builder.palette import Number, Palette, Pick

_HOMES: Mapping[str, str] = MappingProxyType(
    {
        "users": N_("People"),
        "customers": N_("Customers"),
        "pipelines": N_("Opportunities"),
        "stages": N_("Opportunities"),
        "opportunities": N_("Opportunities"),
        "campaigns": N_("Campaigns"),
        "products": N_("Products"),
    }
)


def palette(*, sees_all: bool = True) -> Palette:
    """All fields, labels in the language of this run; tables of nobody are closed to whoever does not see all data.

    Made once for the words of a version in a language, for each drop in the builder asks for it again.
    """
    return _palette(spoken(), language(), sees_all)


@lru_cache(maxsize=16)
def _palette(_words: Vocabulary, _language: str, sees_all: bool) -> Palette:
    metrics = tuple(
        Pick(
            name,
            _(item.label),
            _(item.definition),
            _(SUBJECTS[subjects(name)[0]].label),
            "metric",
            unit=item.unit.value,
            plain=_plain(item),
        )
        for name, item in METRICS.items()
    )
    dimensions = tuple(
        Pick(
            name,
            _(dim.label),
            _(dim.definition),
            _subject(dim),
            "dimension",
            is_date=dim.kind is Kind.DATE,
            is_number=dim.kind is Kind.NUMBER,
            unit=dim.unit.value if dim.unit else "",
        )
        for name, dim in DIMENSIONS.items()
    )
    closed = {} if sees_all else _closed()
    return Palette((*metrics, *dimensions), why_not, _numbers(), _subject_labels(), why_not_within, closed=closed)


def _closed() -> dict[str, str]:
    """The fields that only people who see all data may use, each with the reason."""
    counted = {name: subjects(name) for name in METRICS} | {name: subjects_of(dim) for name, dim in DIMENSIONS.items()}
    nobodys = {name: of for name, of in counted.items() if of and all(SUBJECTS[one].closed for one in of)}
    return {name: nobody_owns(of[0]) for name, of in nobodys.items()}


def why_not(metric: str, dimension: str, grouping: bool) -> str | None:
    """Why the metric cannot be grouped (or filtered) by the dimension, in the reader's language, or None.

    A field that the registry no longer has is no reason here: the answer says so by name.
    """
    return _why_not(spoken(), language(), metric, dimension, grouping)


@lru_cache(maxsize=2**15)
def _why_not(_words: Vocabulary, _language: str, metric: str, dimension: str, grouping: bool) -> str | None:
    if grouping and dimension in DIMENSIONS and DIMENSIONS[dimension].filters_only:
        return _("“{dimension}” filters and does not group: a customer may be in several of them.").format(
            dimension=_(DIMENSIONS[dimension].label)
        )
    if metric not in METRICS or dimension not in DIMENSIONS or refusal(metric, dimension, grouping=grouping) is None:
        return None
    dim, words = (
        DIMENSIONS[dimension],
        {"metric": _(METRICS[metric].label), "dimension": _(DIMENSIONS[dimension].label)},
    )
    for name in subjects(metric):
        if not can_reach(SUBJECTS[name], dim):
            told = _("{metric} counts “{subject}”, which have no “{dimension}”.")
            return told.format(**words, subject=_(SUBJECTS[name].label))
    return _("{metric} cannot be split by “{dimension}”: only amounts and counts follow a record's lines.").format(
        **words
    )


def why_not_within(subject: str, dimension: str) -> str | None:
    """Why records of the subject have no such dimension, in the reader's language, or None."""
    if subject not in SUBJECTS or dimension not in DIMENSIONS or can_reach(SUBJECTS[subject], DIMENSIONS[dimension]):
        return None
    told = _("“{subject}” have no “{dimension}”.")
    return told.format(subject=_(SUBJECTS[subject].label), dimension=_(DIMENSIONS[dimension].label))


def _subject_labels() -> Mapping[str, str]:
    return {name: _(subject.label) for name, subject in SUBJECTS.items()}


def _numbers() -> tuple[Number, ...]:
    return tuple(
        Number(name, field, _(subject.label), _(DIMENSIONS[field].label), _unit(DIMENSIONS[field]))
        for name, subject in SUBJECTS.items()
        for field in subject.numbers
        if field in DIMENSIONS
    )


def _unit(dim: Dim) -> str:
    return dim.unit.value if dim.unit else ""


def _plain(item: Metric) -> Aggregated | None:
    """What the metric aggregates, where that is one number of all records of a subject, without condition or moment."""
    measure = item.measure
    if not isinstance(measure, Aggregate) or measure.where or item.as_of or item.needs:
        return None
    held = SUBJECTS[measure.subject].numbers
    name = next((name for name, column in held.items() if measure.column in (name, column) and name in DIMENSIONS), "")
    if not name or measure.how.value not in get_args(How):
        return None
    return Aggregated(subject=measure.subject, field=name, how=cast("How", measure.how.value))


def _subject(dim: Dim) -> str:
    if dim.name.startswith(OWN):
        return _(_HOMES.get(dim.home) or table_label(dim.home))
    if dim.kind is Kind.DATE:
        return _("Dates")
    if dim.kind is Kind.NUMBER:
        return _("Numbers")
    return _(_HOMES.get(dim.home) or SUBJECTS[subjects_of(dim)[0]].label)
