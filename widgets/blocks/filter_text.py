"""A filter as a reader says it, for the proof of a number and the head of its records."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from datasource.metrics.registry import DIMENSIONS
from datasource.question import Filter, Op, Scalar
from datasource.texts import N_, _
from widgets.blocks.members import member_text
from widgets.format import day

SHOWN = 5
SAYS: Mapping[Op, str] = MappingProxyType(
    {
        Op.EQ: N_("{field}: {value}"),
        Op.IN: N_("{field}: {value}"),
        Op.RELATIVE: N_("{field}: {value}"),
        Op.NE: N_("{field}: not {value}"),
        Op.NOT_IN: N_("{field}: all but {value}"),
        Op.GT: N_("{field} above {value}"),
        Op.GTE: N_("{field} from {value}"),
        Op.LT: N_("{field} below {value}"),
        Op.LTE: N_("{field} up to {value}"),
        Op.BETWEEN: N_("{field} between {value}"),
        Op.CONTAINS: N_("{field} contains {value}"),
        Op.STARTS_WITH: N_("{field} starts with {value}"),
        Op.IS_NULL: N_("{field}: none"),
        Op.NOT_NULL: N_("{field}: any"),
    }
)


def filter_text(ask: Filter, language: str, shown: int = SHOWN, hidden: int = 0) -> str:
    """One filter in words; a list of more than `shown` members is cut and says how many more there are.

    `hidden` members are left out of `ask` already, and counted among those.
    """
    values = ask.value if isinstance(ask.value, tuple) else (ask.value,)
    told = [_member(ask.field, value, language) for value in values[:shown]]
    if more := max(len(values) - shown, 0) + hidden:
        told.append(_("{count} more").format(count=more))
    return _(SAYS[ask.op]).format(field=_(DIMENSIONS[ask.field].label), value=", ".join(told))


def _member(field: str, value: Scalar, language: str) -> str:
    return day(value, language) if isinstance(value, date) else member_text(field, str(value))
