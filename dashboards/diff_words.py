"""The words of a diff: what the parts of a board are called, and their values in a few words."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from dashboards.anatomy import Leaf, Listed, Node, Record, put_together
from dashboards.kinds import KINDS
from datasource.metrics.registry import DIMENSIONS, METRICS
from datasource.periods import PRESETS
from datasource.question import Dimension, Filter, Op, Period, Sort, Top
from datasource.texts import N_, _

LONGEST = 80
FIELDS = frozenset(
    [
        "columns",
        "rows",
        "values",
        "second",
        "color",
        "size",
        "detail",
        "hints",
        "facet",
        "filters",
        "having",
        "sort",
        "looks",
        "show",
        "where",
        "field",
        "target",
    ]
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": N_("title"),
        "description": N_("description"),
        "icon": N_("icon"),
        "refresh": N_("refresh in seconds"),
        "tabs": N_("tabs"),
        "tiles": N_("tiles"),
        "show": N_("controls"),
        "period": N_("period"),
        "grain": N_("grain"),
        "compare": N_("comparison"),
        "where": N_("filter"),
        "place": N_("place"),
        "size": N_("size"),
        "body": N_("content"),
        "text": N_("text"),
        "panel": N_("panel"),
        "kind": N_("chart kind"),
        "columns": N_("columns"),
        "rows": N_("rows"),
        "values": N_("values"),
        "second": N_("second axis"),
        "color": N_("colour"),
        "detail": N_("detail"),
        "hints": N_("tooltip"),
        "facet": N_("small multiples"),
        "filters": N_("filter"),
        "calculations": N_("calculation"),
        "having": N_("filter of the answer"),
        "top": N_("ranking"),
        "sort": N_("order"),
        "limit": N_("most rows"),
        "totals": N_("total"),
        "labels": N_("numbers on the marks"),
        "legend": N_("legend"),
        "stack": N_("stacking"),
        "marks": N_("points marked"),
        "area": N_("province"),
        "x_title": N_("title of the horizontal axis"),
        "y_title": N_("title of the vertical axis"),
        "axes": N_("axes"),
        "log": N_("logarithmic scale"),
        "from_zero": N_("scale from zero"),
        "palette": N_("palette"),
        "nulls": N_("gaps"),
        "trend": N_("trend line"),
        "lines": N_("reference line"),
        "bands": N_("reference band"),
        "notes": N_("annotation"),
        "card": N_("kind of card"),
        "target": N_("target"),
        "subtotals": N_("subtotals"),
        "looks": N_("look of a field"),
        "label": N_("name"),
        "decimals": N_("decimals"),
        "prefix": N_("prefix"),
        "suffix": N_("suffix"),
        "highlights": N_("highlights"),
        "bars": N_("bars in cells"),
        "linked": N_("filters other tiles by clicks"),
        "style": N_("style"),
        "mode": N_("light or dark"),
        "background": N_("background"),
        "tile_background": N_("background of tiles"),
        "border": N_("border"),
        "radius": N_("rounding"),
        "title_size": N_("size of the title"),
        "file": N_("picture"),
        "alt": N_("description of the picture"),
        "fit": N_("fit of the picture"),
        "url": N_("address"),
        "field": N_("field"),
        "open": N_("unfolded"),
        "everyone": N_("shared with everyone"),
        "people": N_("shared with"),
        "departments": N_("shared with the department"),
        "roles": N_("shared with the role"),
    }
)
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "day": N_("day"),
        "week": N_("week"),
        "month": N_("month"),
        "quarter": N_("quarter"),
        "year": N_("year"),
        "previous": N_("the period before"),
        "last_year": N_("the year before"),
        "chart": N_("a chart"),
        "text": N_("a text"),
        "panel": N_("a panel"),
        "image": N_("a picture"),
        "embed": N_("a page of another site"),
        "filter": N_("a filter"),
        "section": N_("a heading"),
        "divider": N_("a line"),
        "grain": N_("Time step"),
        "compare": N_("Comparison"),
        "period": N_("Period"),
    }
)
_CODES = ("grain", "compare", "body", "show")
_OPS: Mapping[Op, str] = MappingProxyType(
    {
        Op.IN: N_("is one of"),
        Op.NOT_IN: N_("is none of"),
        Op.EQ: "=",
        Op.NE: "≠",
        Op.CONTAINS: N_("contains"),
        Op.STARTS_WITH: N_("starts with"),
        Op.GT: ">",
        Op.GTE: "≥",
        Op.LT: "<",
        Op.LTE: "≤",
        Op.BETWEEN: N_("is between"),
        Op.RELATIVE: N_("is within"),
        Op.IS_NULL: N_("is empty"),
        Op.NOT_NULL: N_("is not empty"),
    }
)


def spoken(name: str, node: Node) -> str:
    """A value, record or list in a few words; `name` is the field that it stands in."""
    match node:
        case Leaf(value) if name == "size" and isinstance(value, tuple) and len(value) == 2:
            return f"{value[0]} × {value[1]}"
        case Leaf(value):
            return _short(shown(name, value))
        case Listed(entries):
            return _short(", ".join(shown(name, key) for key in entries) or _("none"))
        case Record(kind, _parts) if name == "body":
            return shown("body", kind)
        case Record():
            return _short(shown(name, put_together(node)))


def shown(name: str, value: Any) -> str:
    """A plain value or small part of a board in words, not yet shortened."""
    match value:
        case None | "" | ():
            return _("none")
        case bool():
            return _("yes") if value else _("no")
        case str():
            return _text(name, str(value))
        case tuple():
            return ", ".join(shown(name, item) for item in value)
        case BaseModel():
            return next((words(value) for model, words in _PARTS.items() if isinstance(value, model)), "") or _model(
                value
            )
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def _dimension(part: Dimension) -> str:
    return f"{_field(part.field)} ({shown('grain', part.grain)})" if part.grain else _field(part.field)


def _filter(part: Filter) -> str:
    value = "" if part.value is None else shown("", part.value)
    return " ".join(filter(None, (_field(part.field), _(_OPS[part.op]), value)))


def _sort(part: Sort) -> str:
    return f"{_field(part.by)} {'↓' if part.desc else '↑'}"


def _top(part: Top) -> str:
    told = _("the {n} leading {field} by {metric}")
    return told.format(n=part.n, field=_field(part.field), metric=_field(part.by))


def _period(part: Period) -> str:
    if part.preset is None:
        return f"{part.start} – {part.end}"
    return _(PRESETS[part.preset]) if part.preset in PRESETS else f"“{part.preset}”"


_PARTS: Mapping[type[BaseModel], Callable[[Any], str]] = MappingProxyType(
    {Dimension: _dimension, Filter: _filter, Sort: _sort, Top: _top, Period: _period}
)


def _text(name: str, text: str) -> str:
    if name == "kind" and text in KINDS:
        return _(KINDS[text].label)
    if name in _CODES and text in _WORDS:
        return _(_WORDS[text])
    if name in FIELDS and text.partition("#")[0] in (*METRICS, *DIMENSIONS):
        return _field(text.partition("#")[0])
    return f"“{text}”"


def _field(name: str) -> str:
    if name in METRICS:
        return _(METRICS[name].label)
    return _(DIMENSIONS[name].label) if name in DIMENSIONS else f"“{name}”"


def _model(part: BaseModel) -> str:
    """What is set in a part that has no words of its own: `label “Goal”, value 5`."""
    named = getattr(part, "to", None) or getattr(part, "label", None) or getattr(part, "title", None)
    fields = part.model_dump(exclude_defaults=True)
    told = [f"{key.replace('_', ' ')} {shown(key, value)}" for key, value in fields.items() if value != named]
    return " ".join(filter(None, (f"“{named}”" if named else "", f"({', '.join(told)})" if told else ""))) or _("set")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
