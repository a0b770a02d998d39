"""What the shelves component is told: plain JSON with every word already in the reader's language. Pure; no screen."""

from itertools import groupby
from typing import Any

from dashboards.kinds import KINDS
from dashboards.model import Chart, Shelves
from datasource.question import Dimension, Filter
from datasource.texts import _
from widgets.builder.draft import Draft
from widgets.builder.palette import Palette, Pick, editable
from widgets.builder.pill_change import label_of, limit_of
from widgets.builder.shelving import RULES, WRONG_TYPE, Item, Shelf, field_of, items, pill_ids
from widgets.builder.wording import filter_note, grain_note

SIGNS = {"metric": "#", "dimension": "Aa", "date": "◷", "number": "12"}


def payload(draft: Draft, palette: Palette, script: str) -> dict[str, Any]:
    """Everything that the component draws; `script` is the address of the drag library."""
    return {
        "ack": draft.seen,
        "refusal": {"seq": draft.refusal.seq, "text": draft.refusal.text},
        "sortable": script,
        "shelves": [_shelf(draft, shelf, palette) for shelf in Shelf],
        "palette": _palette(draft.shelves, palette),
        "calculations": [*(one.id for one in draft.chart.calculations), *palette.kept],
        "refuse": {holds: _(text).format(shelf="{shelf}", field="{field}") for holds, text in WRONG_TYPE.items()},
        "texts": _texts(),
    }


def _shelf(draft: Draft, shelf: Shelf, palette: Palette) -> dict[str, Any]:
    rule = RULES[shelf]
    ids = pill_ids(draft.shelves, shelf)
    held = zip(ids, items(draft.shelves, shelf), strict=True)
    return {
        "id": shelf.value,
        "name": _(rule.label),
        "hint": _("Drop metrics here") if rule.holds == "metric" else _("Drop dimensions here"),
        "tip": _("This kind of chart does not use this shelf.") if _spare(draft.chart.kind, shelf) else "",
        "takes": rule.holds,
        "most": int(rule.single),
        "apart": rule.apart,
        "spare": _spare(draft.chart.kind, shelf),
        "rare": rule.rare,
        "pills": [_pill(pill, item, draft, palette, draft.opened == (shelf, pill)) for pill, item in held],
    }


def _spare(kind: str, shelf: Shelf) -> bool:
    return shelf is not Shelf.FILTERS and KINDS[kind].room(shelf.value).high == 0


def _pill(pill: str, item: Item, draft: Draft, palette: Palette, opened: bool) -> dict[str, Any]:
    name = field_of(item)
    pick = palette.by_name.get(name)
    return {
        "id": pill,
        "field": name,
        "label": label_of(draft.chart, name, palette),
        "note": _note(item, draft.chart, palette),
        "tip": pick.definition if pick else "",
        "metric": isinstance(item, str),
        "sign": _sign(pick),
        "editable": editable(item, palette),
        "opened": opened,
    }


def _note(item: Item, chart: Chart, palette: Palette) -> str:
    if isinstance(item, Filter):
        return filter_note(item)
    if isinstance(item, Dimension):
        parts = [grain_note(item.grain)] if palette.is_date(item.field) else []
        top = chart.top if chart.top and chart.top.field == item.field else None
        return ", ".join((*parts, *([_("first {count}").format(count=top.n)] if top else [])))
    limit = limit_of(chart, item)
    return filter_note(limit) if limit else ""


def _sign(pick: Pick | None) -> str:
    if pick is None:
        return "?"
    return SIGNS["date" if pick.is_date else "number" if pick.is_number else pick.holds]


def _palette(shelves: Shelves, palette: Palette) -> list[dict[str, Any]]:
    ready = [pick for pick in palette.picks if not pick.made and not pick.kept]
    titles = {"metric": _("Metrics"), "dimension": _("Dimensions")}
    told = [
        {"title": title, "groups": _groups([pick for pick in ready if pick.holds == holds], shelves, palette)}
        for holds, title in titles.items()
    ]
    apart = {
        _("Calculations"): [pick for pick in palette.picks if pick.made],
        _("My calculations"): [pick for pick in palette.picks if pick.kept == "mine"],
        _("Team metrics"): [pick for pick in palette.picks if pick.kept == "team"],
    }
    first = [
        {"title": title, "groups": [{"title": "", "fields": [_field(pick, shelves, palette) for pick in picks]}]}
        for title, picks in apart.items()
        if picks
    ]
    return [*first, *told]


def _groups(picks: list[Pick], shelves: Shelves, palette: Palette) -> list[dict[str, Any]]:
    return [
        {"title": subject, "fields": [_field(pick, shelves, palette) for pick in group]}
        for subject, group in groupby(sorted(picks, key=lambda pick: pick.subject), key=lambda pick: pick.subject)
    ]


def _field(pick: Pick, shelves: Shelves, palette: Palette) -> dict[str, Any]:
    return {
        "field": pick.name,
        "label": pick.label,
        "tip": pick.definition,
        "note": pick.note,
        "metric": pick.holds == "metric",
        "sign": _sign(pick),
        "editable": True,
        "off": palette.unreachable(pick.name, shelves, grouping=True),
        "off_filter": palette.unreachable(pick.name, shelves, grouping=False),
    }


def _texts() -> dict[str, str]:
    return {
        "search": _("Search fields"),
        "added": _("{field} added to {shelf}."),
        "moved": _("{field} now stands on {shelf}, place {position}."),
        "removed": _("{field} removed from {shelf}."),
        "add_to": _("Add to {shelf}"),
        "move_to": _("Move to {shelf}"),
        "edit": _("Settings …"),
        "remove": _("Remove"),
        "remove_field": _("Remove {field}"),
        "more": _("More shelves"),
        "fewer": _("Fewer shelves"),
        "calculate": _("＋ Calculation"),
        "change": _("Edit the calculation …"),
    }
