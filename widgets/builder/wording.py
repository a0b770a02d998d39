"""Short words for filters, grains and operators, in the reader's language. Pure; no screen."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.metrics.team_segments import FIELD, segment_label
from datasource.question import BARE_OPS, Filter, Grain, Op
from datasource.texts import N_, _, plural
from widgets.builder.shelving import is_unset

GRAINS: Mapping[Grain | None, str] = MappingProxyType(
    {
        None: N_("as the page"),
        Grain.DAY: N_("by day"),
        Grain.WEEK: N_("by week"),
        Grain.MONTH: N_("by month"),
        Grain.QUARTER: N_("by quarter"),
        Grain.YEAR: N_("by year"),
    }
)
OPERATORS: Mapping[Op, str] = MappingProxyType(
    {
        Op.IN: N_("is one of"),
        Op.NOT_IN: N_("is none of"),
        Op.EQ: N_("is"),
        Op.NE: N_("is not"),
        Op.CONTAINS: N_("contains"),
        Op.STARTS_WITH: N_("starts with"),
        Op.GT: N_("is more than"),
        Op.GTE: N_("is at least"),
        Op.LT: N_("is less than"),
        Op.LTE: N_("is at most"),
        Op.BETWEEN: N_("is between"),
        Op.RELATIVE: N_("is within"),
        Op.IS_NULL: N_("is empty"),
        Op.NOT_NULL: N_("is not empty"),
    }
)


def grain_note(grain: Grain | None) -> str:
    """`by month`; without a grain the page's own one holds."""
    return _(GRAINS[grain])


def filter_note(part: Filter) -> str:
    """A filter in a few words: `is one of 3 values`, `contains pro`."""
    if is_unset(part):
        return _("any value")
    words = _(OPERATORS[part.op])
    if part.op in BARE_OPS:
        return words
    if part.op is Op.BETWEEN and isinstance(part.value, tuple):
        return _("{low} to {high}").format(low=part.value[0], high=part.value[1])
    if isinstance(part.value, tuple):
        return _list_note(words, part.field, part.value)
    return _("{operator} {value}").format(operator=words, value=part.value)


def _list_note(words: str, field: str, values: tuple[object, ...]) -> str:
    if len(values) == 1:
        shown = segment_label(str(values[0])) if field == FIELD else values[0]
        return _("{operator} {value}").format(operator=words, value=shown)
    return _("{operator} {value}").format(operator=words, value=plural("{count} value", "{count} values", len(values)))
