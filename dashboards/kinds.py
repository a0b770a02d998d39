"""Which chart kinds fit the shelves, what each still needs, and which is proposed first; the kinds are `kind_table`."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from dashboards.form import MAYBE, METRICS, NONE, ONE, PLACES, SHELVES, Form, Holds, Kind, Room, Type, is_date, is_type
from dashboards.kind_table import KINDS, TABLES
from dashboards.model import Shelves
from datasource.question import Dimension, Grain
from datasource.texts import N_, _

__all__ = [
    "KINDS",
    "MAYBE",
    "METRICS",
    "NONE",
    "ONE",
    "PLACES",
    "SHELVES",
    "TABLES",
    "Form",
    "Holds",
    "Kind",
    "Room",
    "fitting",
    "is_date",
    "missing",
    "traits",
]

_TOO_FEW: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("columns", 1): N_("Put a dimension on Columns."),
        ("rows", 1): N_("Put a dimension on Rows."),
        ("axes", 1): N_("Put a dimension on Columns or Rows."),
        ("color", 1): N_("Put a dimension on Colour."),
        ("values", 1): N_("Put a metric on Values."),
        ("values", 2): N_("Put two metrics on Values."),
        ("values", 3): N_("Put three metrics on Values."),
        ("size", 1): N_("Put a metric on Size."),
        ("second", 1): N_("Put a metric on Second axis."),
        ("detail", 1): N_("Put a dimension on Detail."),
    }
)
_TOO_MANY: Mapping[str, str] = MappingProxyType(
    {
        "columns": N_("Keep at most {high} on Columns."),
        "rows": N_("Keep at most {high} on Rows."),
        "axes": N_("Keep at most {high} on Columns and Rows together."),
        "color": N_("Keep at most {high} on Colour."),
        "values": N_("Keep at most {high} on Values."),
        "size": N_("Keep at most {high} on Size."),
        "second": N_("Keep at most {high} on Second axis."),
        "detail": N_("Keep at most {high} on Detail."),
        "hints": N_("Keep at most {high} on Tooltip."),
        "facet": N_("Keep at most {high} on Small multiples."),
    }
)
_TAKE_OFF: Mapping[str, str] = MappingProxyType(
    {
        "columns": N_("Take the dimensions off Columns."),
        "rows": N_("Take the dimensions off Rows."),
        "axes": N_("Take the dimensions off Columns and Rows."),
        "color": N_("Take the dimension off Colour."),
        "size": N_("Take the metric off Size."),
        "second": N_("Take the metrics off Second axis."),
        "detail": N_("Take the dimensions off Detail."),
        "hints": N_("Take the metrics off Tooltip."),
        "facet": N_("Take the dimension off Small multiples."),
    }
)
_WRONG_TYPE: Mapping[tuple[str, Type], str] = MappingProxyType(
    {
        ("axes", "place"): N_("Put the region or the city on Columns or Rows."),
        ("axes", "country"): N_("Put the country or the region on Columns or Rows: the map joins its countries."),
        ("columns", "day"): N_("Put a date by day on Columns."),
        ("columns", "number"): N_("Put a number with bins on Columns."),
    }
)


def missing(kind: str, shelves: Shelves) -> tuple[str, ...]:
    """What to do so that `kind` can draw the shelves: sentences in the reader's language, none when it can.

    Of several forms, the sentences of the one that is nearest. `KeyError` for a kind that is not in `KINDS`.
    """
    counts = _counts(shelves)
    told = [[*_gaps(form, counts), *_strangers(form, shelves)] for form in KINDS[kind].forms]
    nearest = min(told, key=lambda gaps: sum(gap[0] for gap in gaps))
    return tuple(sentence for _size, sentence in nearest)


def fitting(shelves: Shelves) -> tuple[str, ...]:
    """The kinds that can draw the shelves as they are, the best first."""
    found = traits(shelves)
    able = [kind for kind in KINDS.values() if not missing(kind.name, shelves)]
    return tuple(kind.name for kind in sorted(able, key=lambda kind: _rank(kind, found)))


def traits(shelves: Shelves) -> frozenset[str]:
    """What the shelves are like, in the words that `Kind.likes` uses."""
    axes = (*shelves.columns, *shelves.rows)
    staged = any(axis.field == "stage" for axis in axes)
    numbers = any(is_type(axis, "number") for axis in axes)
    told = {
        "no axis": not axes,
        "many axes": len(axes) > 1,
        "crossed": bool(shelves.columns and shelves.rows),
        "grid": len(shelves.columns) == len(shelves.rows) == 1,
        "date": any(map(is_date, axes)),
        "day": any(axis.grain is Grain.DAY for axis in axes),
        "number": numbers,
        "category": bool(axes) and not (staged or numbers or any(map(is_date, axes))),
        "stage": staged,
        "color": shelves.color is not None,
        "no color": shelves.color is None,
        "size": shelves.size is not None,
        "one metric": len(shelves.values) == 1,
        "several metrics": len(shelves.values) > 1,
        "many metrics": len(shelves.values) > 2,
        "pair": len(shelves.values) == 2,
        "second": bool(shelves.second),
        "detail": bool(shelves.detail),
        "place": any(axis.field in PLACES for axis in axes),
    }
    return frozenset(trait for trait, holds in told.items() if holds)


def _rank(kind: Kind, found: frozenset[str]) -> tuple[int, int]:
    liked, shunned = 2 * len(kind.likes & found), 3 * len(kind.shuns & found)
    return (kind.shy + shunned + len(kind.likes - found) - liked, list(KINDS).index(kind.name))


def _counts(shelves: Shelves) -> dict[str, int]:
    counts = {
        "columns": len(shelves.columns),
        "rows": len(shelves.rows),
        "color": int(shelves.color is not None),
        "values": len(shelves.values),
        "size": int(shelves.size is not None),
        "second": len(shelves.second),
        "detail": len(shelves.detail),
        "hints": len(shelves.hints),
        "facet": int(shelves.facet is not None),
    }
    return {**counts, "axes": counts["columns"] + counts["rows"]}


def _gaps(form: Form, counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """How many fields are too few or too many on each shelf, and the sentence that says so."""
    found = []
    for shelf, count in counts.items():
        room: Room = getattr(form, shelf)
        if count < room.low:
            found.append((room.low - count, _(_TOO_FEW[shelf, room.low])))
        elif count > room.high == 0:
            found.append((count, _(_TAKE_OFF[shelf])))
        elif count > room.high:
            found.append((count - room.high, _(_TOO_MANY[shelf]).format(high=room.high)))
    return found


def _strangers(form: Form, shelves: Shelves) -> Iterator[tuple[int, str]]:
    """How many fields on a shelf are not of the type that a form needs there, and the sentence that names it."""
    held: dict[str, tuple[Dimension, ...]] = {"columns": shelves.columns, "axes": (*shelves.columns, *shelves.rows)}
    for shelf, wanted in form.types:
        strange = sum(not is_type(dimension, wanted) for dimension in held[shelf])
        if strange:
            yield strange, _(_WRONG_TYPE[shelf, wanted])
