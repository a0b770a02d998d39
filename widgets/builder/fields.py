"""The palette of this installation: every metric and dimension of the registry, in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.metrics.dimension import Dim, can_reach, subjects_of
from datasource.metrics.registry import DIMENSIONS, METRICS, SUBJECTS, refusal, subjects
from datasource.result import Kind
from datasource.texts import N_, _
from widgets.builder.palette import Palette, Pick

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


def palette() -> Palette:
    """All fields, labels in the language of this run."""
    metrics = tuple(
        Pick(name, _(item.label), _(item.definition), _(SUBJECTS[subjects(name)[0]].label), "metric")
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
        )
        for name, dim in DIMENSIONS.items()
    )
    return Palette((*metrics, *dimensions), why_not)


def why_not(metric: str, dimension: str, grouping: bool) -> str | None:
    """Why the metric cannot be grouped (or filtered) by the dimension, in the reader's language, or None.

    A field that the registry no longer has is no reason here: the answer says so by name.
    """
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


def _subject(dim: Dim) -> str:
    if dim.kind is Kind.DATE:
        return _("Dates")
    if dim.kind is Kind.NUMBER:
        return _("Numbers")
    return _(_HOMES.get(dim.home) or SUBJECTS[subjects_of(dim)[0]].label)
