"""Which settings of a chart are offered beside it: the options that its kind uses, and the total of a table."""

from dashboards.kind_options import OPTIONS_OF

TOTAL = frozenset({"totals"})


def options_of(kind: str) -> frozenset[str]:
    """The names of `Options` that mean something to this kind, and `totals` for a table."""
    return OPTIONS_OF.get(kind, frozenset()) | (TOTAL if kind == "table" else frozenset())
