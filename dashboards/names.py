"""The names a board may use: given by the metrics registry, or by hand in a test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from datasource.errors import unknown
from datasource.metrics.defined import Finding, Known, resolve
from datasource.metrics.registry import DIMENSIONS, METRICS, refusal
from datasource.question import Calculation, Dimension
from datasource.result import Kind
from datasource.texts import N_


def _all_combine(_metric: str, _dimension: str, _grouping: bool) -> str | None:
    return None


@dataclass(frozen=True)
class Names:
    """Known names. `dates` and `numbers` are the dimensions that take a grain or bins; None = not known.

    `refusal(metric, dimension, grouping)` says why the two cannot be combined (grouped by, or only filtered), or None.
    """

    metrics: frozenset[str]
    dimensions: frozenset[str]
    panels: frozenset[str] = frozenset()
    dates: frozenset[str] | None = None
    numbers: frozenset[str] | None = None
    refusal: Callable[[str, str, bool], str | None] = _all_combine
    of_registry: bool = False

    def beside(self, calculations: Sequence[Calculation]) -> "tuple[Names, list[Finding]]":
        """These names and those of a chart's own `calculations`, and what is wrong with these.

        What stands on a faulty one is known as well, and combines with everything: the one fault is told once.
        """
        if not calculations:
            return self, []
        named, found = resolve(calculations, None if self.of_registry else Known(self.metrics, self.dimensions))
        own = {one.id: one.holds for one in calculations}

        def refused(metric: str, dimension: str, grouping: bool) -> str | None:
            if (own.keys() - named.keys()) & {metric, dimension}:
                return None
            if not self.of_registry and own.keys() & {metric, dimension}:
                return None
            return self.refusal(named.get(metric, metric), named.get(dimension, dimension), grouping)

        metrics = {name for name, holds in own.items() if holds == "metric"} - self.dimensions
        dimensions = own.keys() - metrics - self.metrics
        beside = replace(self, metrics=self.metrics | metrics, dimensions=self.dimensions | dimensions, refusal=refused)
        return beside, found

    def metric(self, name: str) -> str | None:
        """What is wrong with `name` as a metric, or None."""
        if name in self.metrics:
            return None
        if name in self.dimensions:
            return f"'{name}' is a dimension; put it on columns, rows, color or filters"
        return unknown(N_("metric"), name, self.metrics)

    def dimension(self, name: str) -> str | None:
        """What is wrong with `name` as a dimension, or None."""
        if name in self.dimensions:
            return None
        if name in self.metrics:
            return f"'{name}' is a metric; put it on values or size"
        return unknown(N_("dimension"), name, self.dimensions)

    def buckets(self, dimension: Dimension) -> str | None:
        """What is wrong with the grain or the bins of a known dimension, or None."""
        if dimension.grain and self.dates is not None and dimension.field not in self.dates:
            return f"'{dimension.field}' is no date; take its grain away"
        if dimension.bins and self.numbers is not None and dimension.field not in self.numbers:
            return f"'{dimension.field}' is no number; take its bins away"
        return None

    def combine(self, metric: str, dimension: str, grouping: bool) -> str | None:
        """Why the two known names do not go together, or None; None too for a name that is not known."""
        known = metric in self.metrics and dimension in self.dimensions
        return self.refusal(metric, dimension, grouping) if known else None


BOARD_PANELS = frozenset(
    {
        "bought_together",
        "customer_360",
        "forgotten",
        "pipeline_changes",
        "pool_customers",
        "slow_movers",
        "split_detail",
        "summary",
    }
)
"""The hand-made pieces of ready pages that people's boards may hold as well: no chart says the same."""


def registry_names(panels: frozenset[str] = BOARD_PANELS) -> Names:
    """The names of the metrics registry, old names of renamed metrics included, and of the panels of boards."""
    metrics = {*METRICS, *(alias for metric in METRICS.values() for alias in metric.aliases)}
    return Names(
        metrics=frozenset(metrics),
        dimensions=frozenset(DIMENSIONS),
        panels=panels,
        dates=_of_kind(Kind.DATE),
        numbers=_of_kind(Kind.NUMBER),
        refusal=lambda metric, dimension, grouping: refusal(metric, dimension, grouping=grouping),
        of_registry=True,
    )


def _of_kind(kind: Kind) -> frozenset[str]:
    return frozenset(name for name, dimension in DIMENSIONS.items() if dimension.kind is kind)
