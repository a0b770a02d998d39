"""What an edit does to the shelves: (shelves, edit) → shelves, or one sentence why not. Pure; no screen.

The shelves component, the select boxes and the tests all speak these edits, so the three can never disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, cast

from dashboards.kinds import Holds
from dashboards.model import Shelves
from datasource.question import Dimension, Filter, Frozen, Op
from datasource.texts import N_, _
from widgets.builder.palette import Palette, Pick

Item = Dimension | Filter | str


class Shelf(StrEnum):
    """The shelves, in the order in which they are shown."""

    COLUMNS = "columns"
    ROWS = "rows"
    VALUES = "values"
    SECOND = "second"
    COLOR = "color"
    SIZE = "size"
    DETAIL = "detail"
    HINTS = "hints"
    FACET = "facet"
    FILTERS = "filters"


@dataclass(frozen=True)
class Rule:
    """What a shelf takes. `single` shelves swap their pill; a field stands once among shelves with the same `apart`.

    An empty `rare` shelf is folded away even where the chart kind could use it.
    """

    label: str
    holds: Holds
    single: bool = False
    apart: str = ""
    rare: bool = False


RULES: Mapping[Shelf, Rule] = MappingProxyType(
    {
        Shelf.COLUMNS: Rule(N_("Columns"), "dimension", apart="axes"),
        Shelf.ROWS: Rule(N_("Rows"), "dimension", apart="axes"),
        Shelf.VALUES: Rule(N_("Values"), "metric", apart="metrics"),
        Shelf.SECOND: Rule(N_("Second axis"), "metric", apart="metrics"),
        Shelf.COLOR: Rule(N_("Colour"), "dimension", single=True),
        Shelf.SIZE: Rule(N_("Size"), "metric", single=True, apart="metrics"),
        Shelf.DETAIL: Rule(N_("Detail"), "dimension", apart="axes", rare=True),
        Shelf.HINTS: Rule(N_("Tooltip"), "metric", apart="metrics", rare=True),
        Shelf.FACET: Rule(N_("Small multiples"), "dimension", single=True, apart="axes", rare=True),
        Shelf.FILTERS: Rule(N_("Filters"), "dimension"),
    }
)
MOST: Mapping[Shelf, int] = MappingProxyType(
    {
        shelf: next(
            (part.max_length for part in Shelves.model_fields[shelf.value].metadata if hasattr(part, "max_length")), 1
        )
        for shelf in Shelf
    }
)
"""The most pills that a shelf holds."""
WRONG_TYPE: Mapping[Holds, str] = MappingProxyType(
    {
        "metric": N_("{shelf} takes metrics; {field} is a dimension. Drop it on Columns, Rows, Colour or Filters."),
        "dimension": N_("{shelf} takes dimensions; {field} is a metric. Drop it on Values or Size."),
    }
)


class Edit(Frozen):
    """One wish. `pill` is a field name for `add`, else the pill's own id; an index out of range means the end."""

    do: Literal["add", "move", "remove"]
    shelf: Shelf
    pill: str
    source: Shelf | None = None
    index: int = -1


@dataclass(frozen=True)
class Outcome:
    """The shelves after an edit; the same shelves as before, with the reason, when it was refused."""

    shelves: Shelves
    refusal: str = ""


def unset(field: str) -> Filter:
    """A filter that was dropped and not yet filled in; it keeps every row (see `settled`)."""
    return Filter(field=field, op=Op.IN, value=())


def is_unset(part: Filter) -> bool:
    """Whether a filter says nothing yet: an empty list or an empty text."""
    return part.value in ((), "")


def settled(shelves: Shelves) -> Shelves:
    """The shelves without filters that say nothing yet."""
    told = tuple(part for part in shelves.filters if not is_unset(part))
    return shelves.model_copy(update={"filters": told})


def items(shelves: Shelves, shelf: Shelf) -> tuple[Item, ...]:
    """What stands on a shelf, in order."""
    held = getattr(shelves, shelf.value)
    if RULES[shelf].single:
        return () if held is None else (held,)
    return cast("tuple[Item, ...]", held)


def field_of(item: Item) -> str:
    """The name of the item's field."""
    return item if isinstance(item, str) else item.field


def pill_ids(shelves: Shelves, shelf: Shelf) -> tuple[str, ...]:
    """One id a pill, unique on its shelf: the field, and `field#2` … for a second filter of the same field."""
    names = [field_of(item) for item in items(shelves, shelf)]
    return tuple(
        name if name not in names[:at] else f"{name}#{names[:at].count(name) + 1}" for at, name in enumerate(names)
    )


def find(shelves: Shelves, shelf: Shelf, pill: str) -> Item | None:
    """The item behind a pill's id, or None when it has gone."""
    return dict(zip(pill_ids(shelves, shelf), items(shelves, shelf), strict=True)).get(pill)


def put(shelves: Shelves, shelf: Shelf, held: tuple[Item, ...]) -> Shelves:
    """The shelves with `held` standing on one of them."""
    value: object = held
    if RULES[shelf].single:
        value = held[-1] if held else None
    return shelves.model_copy(update={shelf.value: value})


def replace(shelves: Shelves, shelf: Shelf, pill: str, item: Item) -> Shelves:
    """The shelves with another item in a pill's place; unchanged when the pill has gone."""
    ids = pill_ids(shelves, shelf)
    held = zip(ids, items(shelves, shelf), strict=True)
    return put(shelves, shelf, tuple(item if own == pill else old for own, old in held))


def with_grain(shelves: Shelves, dimension: Dimension) -> Shelves:
    """The shelves with this dimension (grain, bins) wherever its field stands, for a query may ask a field once."""
    for shelf in (shelf for shelf, rule in RULES.items() if rule.holds == "dimension" and shelf is not Shelf.FILTERS):
        if any(field_of(item) == dimension.field for item in items(shelves, shelf)):
            shelves = replace(shelves, shelf, dimension.field, dimension)
    return shelves


def full(shelves: Shelves, shelf: Shelf) -> bool:
    """Whether no further pill fits onto the shelf, by what a board's file can hold."""
    return not RULES[shelf].single and len(items(shelves, shelf)) >= MOST[shelf]


def apply(shelves: Shelves, edit: Edit, palette: Palette) -> Outcome:
    """Do one edit; a refused or meaningless one leaves the shelves as they were and says why."""
    return _DOINGS[edit.do](shelves, edit, palette)


def _add(shelves: Shelves, edit: Edit, palette: Palette) -> Outcome:
    pick = palette.by_name.get(edit.pill)
    if pick is None:
        return Outcome(shelves, _("There is no field '{name}' any more.").format(name=edit.pill))
    refusal = _wrong_type(pick, edit.shelf) or palette.unreachable(
        edit.pill, shelves, grouping=edit.shelf is not Shelf.FILTERS
    )
    refusal = refusal or _no_room(shelves, edit.shelf, edit.pill)
    if refusal:
        return Outcome(shelves, refusal)
    standing = find(shelves, edit.shelf, edit.pill)
    return Outcome(_place(shelves, edit.shelf, standing or _fresh(shelves, edit.shelf, edit.pill), edit.index))


def _move(shelves: Shelves, edit: Edit, palette: Palette) -> Outcome:
    source = edit.source or edit.shelf
    item = find(shelves, source, edit.pill)
    if item is None:
        return _gone(shelves, edit, palette)
    name = field_of(item)
    rest = _without(shelves, source, edit.pill)
    if source is edit.shelf:
        return Outcome(put(shelves, source, _insert(items(rest, source), item, edit.index)))
    pick = palette.by_name.get(name)
    wrong = _wrong_type(pick, edit.shelf) if pick else ""
    refusal = wrong or palette.unreachable(name, rest, grouping=edit.shelf is not Shelf.FILTERS)
    refusal = refusal or _no_room(shelves, edit.shelf, name)
    if refusal:
        return Outcome(shelves, refusal)
    moved = _fresh(shelves, edit.shelf, name)
    if isinstance(item, Dimension) and isinstance(moved, Dimension):
        moved = item
    return Outcome(_place(rest, edit.shelf, moved, edit.index))


def _remove(shelves: Shelves, edit: Edit, palette: Palette) -> Outcome:
    if find(shelves, edit.shelf, edit.pill) is None:
        return _gone(shelves, edit, palette)
    return Outcome(_without(shelves, edit.shelf, edit.pill))


_DOINGS: Mapping[str, Callable[[Shelves, Edit, Palette], Outcome]] = MappingProxyType(
    {"add": _add, "move": _move, "remove": _remove}
)


def _gone(shelves: Shelves, edit: Edit, palette: Palette) -> Outcome:
    label = palette.label(edit.pill.partition("#")[0])
    return Outcome(shelves, _("{field} no longer stands there.").format(field=label))


def _wrong_type(pick: Pick, shelf: Shelf) -> str:
    rule = RULES[shelf]
    if pick.holds == rule.holds:
        return ""
    return _(WRONG_TYPE[rule.holds]).format(shelf=_(rule.label), field=pick.label)


def _no_room(shelves: Shelves, shelf: Shelf, name: str) -> str:
    if not full(shelves, shelf) or find(shelves, shelf, name) is not None:
        return ""
    return _("{shelf} is full; take a field off it first.").format(shelf=_(RULES[shelf].label))


def _fresh(shelves: Shelves, shelf: Shelf, name: str) -> Item:
    if RULES[shelf].holds == "metric":
        return name
    if shelf is Shelf.FILTERS:
        return unset(name)
    return next((part for part in shelves.dimensions() if part.field == name), Dimension(field=name))


def _place(shelves: Shelves, shelf: Shelf, item: Item, index: int) -> Shelves:
    rule = RULES[shelf]
    for other in Shelf:
        if other is shelf or (rule.apart and RULES[other].apart == rule.apart):
            shelves = _without(shelves, other, field_of(item))
    held = () if rule.single else items(shelves, shelf)
    return put(shelves, shelf, _insert(held, item, index))


def _without(shelves: Shelves, shelf: Shelf, pill: str) -> Shelves:
    held = zip(pill_ids(shelves, shelf), items(shelves, shelf), strict=True)
    return put(shelves, shelf, tuple(item for own, item in held if own != pill))


def _insert(held: tuple[Item, ...], item: Item, index: int) -> tuple[Item, ...]:
    at = index if 0 <= index <= len(held) else len(held)
    return (*held[:at], item, *held[at:])
