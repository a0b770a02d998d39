"""The metric dictionary as Markdown, made from the registry: what each number means and what it goes with."""

from collections.abc import Iterable

from datasource.metrics.dimension import Dim
from datasource.metrics.metric import Metric
from datasource.metrics.registry import DIMENSIONS, METRICS, areas, refusal
from datasource.result import Kind

_BETTER = {True: "more", False: "less", None: ""}


def dictionary() -> str:
    """Every metric by area, every dimension, and which metrics go with which dimensions."""
    parts = [
        "# Metrics and dimensions",
        "",
        "Made from `datasource/metrics`; `python -m datasource metrics` prints it. The names are what boards and"
        " questions call them; the labels are what the app shows in English. Money is in the company's currency, a rate"
        " is a fraction, undefined is `—` (`null` to programs), never 0. A change is green in the direction under"
        " *better*.",
        "",
    ]
    for title, items in areas().items():
        parts += [f"## {title}", "", *_table(("metric", "label", "unit", "better", "meaning", "formula"))]
        parts += [_row(map(_cell, _of_metric(item))) for item in items]
        parts.append("")
    parts += ["## Dimensions", "", *_table(("dimension", "label", "type", "meaning", "when empty"))]
    parts += [_row(map(_cell, _of_dimension(dim))) for dim in DIMENSIONS.values()]
    parts += ["", *_pairing()]
    return "\n".join(parts)


def _of_metric(item: Metric) -> tuple[str, ...]:
    needs = f" Only split by `{item.needs}`." if item.needs else ""
    return (
        f"`{item.name}`",
        item.label,
        item.unit.value,
        _BETTER[item.higher_is_better],
        item.definition + needs,
        item.formula(),
    )


def _of_dimension(dim: Dim) -> tuple[str, ...]:
    return f"`{dim.name}`", dim.label, dim.kind.value, dim.definition, dim.blank if dim.kind is Kind.TEXT else ""


def _pairing() -> list[str]:
    """A table of the sets of dimensions, each with the metrics that it splits."""
    split: dict[tuple[str, ...], list[str]] = {}
    for name in METRICS:
        dims = tuple(field for field in DIMENSIONS if refusal(name, field) is None)
        split.setdefault(dims, []).append(name)
    return [
        "## What goes with what",
        "",
        "Metrics of several rows of this table can stand in one question or chart when they share its dimensions;"
        " `date` is the one that all share. Any other pair is refused by name.",
        "",
        *_table(("metrics", "can be split and filtered by")),
        *(_row((_names(names), _names(dims))) for dims, names in split.items()),
        "",
    ]


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: tuple[str, ...]) -> tuple[str, str]:
    return _row(heads), _row("---" for _head in heads).replace(" ", "")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
