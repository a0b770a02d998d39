"""What differs between two versions of a board, as sentences in the reader's language, grouped by tile.

Complete: each part that differs has a sentence, also one that this file has no word for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.anatomy import GONE, Leaf, Listed, Node, Record, Way, same, taken_apart
from dashboards.diff_words import LABELS, shown, spoken
from dashboards.merge import ORDER
from dashboards.model import Dashboard
from datasource.question import Dimension
from datasource.texts import N_, _


@dataclass(frozen=True)
class Change:
    """One part that differs; `GONE` is a version without it."""

    way: Way
    before: Node
    after: Node


@dataclass(frozen=True)
class Group:
    """What differs in one tile, or (with no `tile`) in the board around the tiles."""

    tile: str
    heading: str
    sentences: tuple[str, ...]


def changes(before: Dashboard, after: Dashboard) -> tuple[Change, ...]:
    """Every difference, the board's own first, then the tiles'."""
    found = tuple(_walk((), taken_apart(before), taken_apart(after)))
    return tuple(sorted(found, key=lambda change: change.way[:1] == ("tiles",)))


def diff(before: Dashboard, after: Dashboard) -> tuple[Group, ...]:
    """The differences by tile, in the order of the later version; none only for boards that are the same."""
    told: dict[str, list[str]] = {}
    for change in changes(before, after):
        told.setdefault(_tile_of(change.way), []).append(_sentence(change))
    return tuple(Group(tile, heading(tile, after, before), tuple(sentences)) for tile, sentences in told.items())


def sentences(before: Dashboard, after: Dashboard) -> tuple[str, ...]:
    """The differences as whole sentences: `Tile “Won by month”: grain month → quarter`."""
    return tuple(
        _("{tile}: {change}").format(tile=group.heading, change=sentence) if group.heading else sentence
        for group in diff(before, after)
        for sentence in group.sentences
    )


def heading(tile: str, *versions: Dashboard) -> str:
    """`Tile “Won by month”`, by the first version that has the tile; empty for the board itself."""
    if not tile:
        return ""
    titles = (one.title for version in versions for one in version.tiles if one.id == tile and one.title)
    return _("Tile “{title}”").format(title=next(titles, tile))


def about(way: Way, *versions: Dashboard) -> str:
    """What lies at `way`, for a person who is to choose: `Tile “Won by month”: title`."""
    tile = _tile_of(way)
    rest = way[2:] if tile else way
    parts = [heading(tile, *versions), _label(rest) if rest else ""]
    return _("{tile}: {change}").format(tile=parts[0], change=parts[1]) if all(parts) else "".join(parts)


def told(way: Way, node: Node) -> str:
    """The value at `way` in a few words."""
    if node is GONE:
        return _("taken away")
    name = way[-2] if way[-1] == ORDER else _named(way)
    return spoken(name, node)


def _walk(way: Way, before: Node, after: Node) -> Iterator[Change]:
    if before is after or (before is not GONE and after is not GONE and same(before, after)):
        return
    match before, after:
        case Record(kind, left), Record(other, right) if kind == other:
            for name in dict.fromkeys((*left, *right)):
                yield from _walk((*way, name), left.get(name, GONE), right.get(name, GONE))
        case Listed(left), Listed(right):
            for key in dict.fromkeys((*right, *left)):
                yield from _walk((*way, key), left.get(key, GONE), right.get(key, GONE))
            orders = [tuple(key for key in side if key in left and key in right) for side in (left, right)]
            if orders[0] != orders[1]:
                yield Change((*way, ORDER), *map(Leaf, orders))
        case _:
            yield Change(way, before, after)


def _tile_of(way: Way) -> str:
    return way[1].partition("#")[0] if way[:1] == ("tiles",) and way[1] != ORDER else ""


def _sentence(change: Change) -> str:
    way = change.way[2:] if _tile_of(change.way) else change.way
    if not way:
        return _("added") if change.before is GONE else _("removed")
    if way[-1] == ORDER:
        order = spoken(way[-2], change.after)
        return _("order of {what}: {order}").format(what=_label(way[:-1]), order=order)
    return _special(way, change) or _plain(way, change)


def _special(way: Way, change: Change) -> str:
    """Sentences for what has a better one than `what before → after`."""
    if way == ("place",) and isinstance(change.before, Leaf) and isinstance(change.after, Leaf):
        return _moved(change.before.value, change.after.value)
    match change.before, change.after:
        case Leaf(Dimension() as before), Leaf(Dimension() as after) if before.field == after.field:
            return _regrained(before, after)
        case _:
            return ""


def _moved(before: tuple[str, int, int], after: tuple[str, int, int]) -> str:
    told_place = _("moved from column {x0}, row {y0} to column {x}, row {y}").format(
        x0=before[1] + 1, y0=before[2] + 1, x=after[1] + 1, y=after[2] + 1
    )
    if before[0] == after[0]:
        return told_place
    return _("moved to the tab {tab}, column {x}, row {y}").format(
        tab=shown("tab", after[0]), x=after[1] + 1, y=after[2] + 1
    )


def _regrained(before: Dimension, after: Dimension) -> str:
    found = []
    if before.grain != after.grain:
        found.append(_arrow(_("grain"), shown("grain", before.grain), shown("grain", after.grain)))
    if not same(before.bins, after.bins):
        found.append(_arrow(_("bins"), shown("bins", before.bins), shown("bins", after.bins)))
    return "; ".join(found)


def _plain(way: Way, change: Change) -> str:
    what, name = _label(way), _named(way)
    if change.before is GONE or change.after is GONE:
        sentence = N_("{what}: {entry} added") if change.before is GONE else N_("{what}: {entry} removed")
        entry = spoken(name, change.after if change.before is GONE else change.before)
        return _(sentence).format(what=_label(way[:-1]) or what, entry=entry)
    return _arrow(what, spoken(name, change.before), spoken(name, change.after))


def _arrow(what: str, before: str, after: str) -> str:
    if before == after:
        return _("{what} changed").format(what=what)
    return _("{what} {before} → {after}").format(what=what, before=before, after=after)


def _named(way: Way) -> str:
    """The last name of a field on the way: keys of entries are no names."""
    return next((part for part in reversed(way) if part in LABELS), way[-1])


def _label(way: Way) -> str:
    """`Columns Region`, `title`: the fields on the way that have a word, and the key of an entry."""
    if not way:
        return ""
    at = next((at for at in reversed(range(len(way))) if way[at] in LABELS), None)
    if at is None:
        return " ".join(part.replace("_", " ") for part in way)
    words = [_(LABELS[way[at]])]
    if at >= 2 and way[at - 2] in ("looks", "tabs", "tiles"):
        words.insert(0, shown("field" if way[at - 2] == "looks" else way[at - 2], way[at - 1]))
    rest = [shown(way[at], part) for part in way[at + 1 :] if part != ORDER]
    return " ".join((*words, *rest))
