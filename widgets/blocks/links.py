"""What a reader has clicked and drilled on a board: kept in the address alone, so that a link reopens the same view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboards.compile import compile_chart
from dashboards.drilling import Drill, drilled, read_drill, write_drill
from dashboards.linking import Click, Linked, linked_to, read_clicks, toggled, without, write_clicks
from dashboards.model import Chart, Dashboard, Tile
from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS
from datasource.periods.buckets import bucket_span
from datasource.question import Filter, Op
from datasource.result import Kind
from datasource.texts import _
from widgets.blocks import drill as records
from widgets.blocks.filter_text import filter_text
from widgets.blocks.reading import Reading
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.controls.told import tell, tell_lost
from widgets.controls.view_url import unread_note
from widgets.state.session import Key, Slot

PICK, DRILL = "pick", "drill"
MARKED: Key[dict[str, tuple[int, str]]] = Key(Slot.BOARD_MARKED, dict)
INTO: Key[set[str]] = Key(Slot.BOARD_INTO, set)


@dataclass(frozen=True)
class Links:
    """The clicks and drills of one board at this moment; `charts` are its charts by tile, as drilled."""

    board: str
    clicks: tuple[Click, ...]
    drills: Mapping[str, Drill]
    tiles: Mapping[str, Tile]
    charts: Mapping[str, Chart]

    def to(self, tile: Tile) -> Linked:
        """What the clicks on other tiles mean to this one."""
        return linked_to(tile.id, self.charts[tile.id], self.clicks) if tile.linked else Linked()

    def reading(self, tile: Tile, reading: Reading) -> Reading:
        """The reading under the clicks on other tiles."""
        where = (*reading.view.where, *self.to(tile).where)
        return replace(reading, view=reading.view.model_copy(update={"where": where}))

    def marked(self, tile: Tile) -> tuple[Filter, ...]:
        """The conditions of what is clicked on the tile itself."""
        return next((click.filters for click in self.clicks if click.tile == tile.id), ())

    def click(self, tile: Tile, filters: tuple[Filter, ...]) -> None:
        """Take one more click on the tile; none of its marks takes the last one back."""
        _put_clicks(toggled(self.clicks, Click(tile.id, filters)))

    def unclick(self, tile: str) -> None:
        """Take the click on a tile back."""
        _put_clicks(without(self.clicks, tile))

    def put_drill(self, tile: str, drill: Drill | None) -> None:
        """Show the tile under another drill; what was clicked on it no longer stands there."""
        drills = {name: one for name, one in self.drills.items() if name != tile}
        if drill is not None:
            drills[tile] = drill
        link.put_own_values(DRILL, [write_drill(name, one) for name, one in drills.items()])
        self.unclick(tile)


def read_links(board: Dashboard, reading: Reading) -> Links:
    """What the address says was clicked and drilled; what of it cannot be followed, or seen, is told and left out."""
    tiles = {tile.id: tile for tile in board.tiles if tile.chart is not None}
    lost: list[str] = []
    drills, undrilled = _read_drills(tiles, reading, lost)
    grain = reading.view.grain
    charts = {name: drilled(tile.chart, drills.get(name), grain) for name, tile in tiles.items() if tile.chart}
    linked = {name: chart for name, chart in charts.items() if tiles[name].linked}
    clicks, unclicked = read_clicks(link.own_values(PICK), linked)
    seen = tuple(click for click in clicks if _all_seen(click.filters, reading, lost))
    failed = {PICK: unclicked, DRILL: undrilled}
    tell(unread_note({name: texts for name, texts in failed.items() if texts}))
    tell_lost(tuple(dict.fromkeys(lost)))
    return Links(board.id, seen, drills, tiles, charts)


def show_chips(links: Links, reading: Reading) -> None:
    """What is clicked, above the tiles: each can be taken back, or asked for its records."""
    if not links.clicks:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="chips"):
        for click in links.clicks:
            text = " · ".join(filter_text(ask, reading.look.language) for ask in click.filters)
            st.button(
                f"{plain(text)} ✕",
                key=f"chip_{click.tile}",
                help=_("Take this filter back"),
                on_click=links.unclick,
                args=(click.tile,),
            )
            st.button(
                _("Show records"),
                key=f"chip_records_{click.tile}",
                type="tertiary",
                on_click=ask_records,
                args=(links, links.tiles[click.tile], reading, click.filters),
            )
        if len(links.clicks) > 1:
            st.button(_("Take all back"), key="chips_clear", type="tertiary", on_click=_put_clicks, args=((),))


def ask_records(links: Links, tile: Tile, reading: Reading, picked: tuple[Filter, ...] = ()) -> None:
    """Ask for the records behind a tile under every filter in force, narrowed to what is `picked` on it."""
    records.ask_behind(compile_chart(links.charts[tile.id], links.reading(tile, reading).view), picked)


def marked_key(key: str, marked: Sequence[Filter]) -> str:
    """The key of a drawing or table whose marks stand out; another one for other marks.

    The browser keeps the selection of an element under its key, so that a click which is taken back elsewhere would
    stay, and the same click again would not be heard.
    """
    text = repr(marked) if marked else ""
    serial, before = MARKED.get().get(key, (0, ""))
    if text != before:
        serial += 1
    MARKED.get()[key] = (serial, text)
    return f"{key}_{serial}" if serial else key


def goes_into(links: Links, tile: str) -> bool:
    """Whether a click on the tile goes one level down."""
    return f"{links.board}/{tile}" in INTO.get()


def turn_into(links: Links, tile: str) -> None:
    """Let clicks on the tile go one level down, or filter again."""
    INTO.set(INTO.get() ^ {f"{links.board}/{tile}"})


def _put_clicks(clicks: Sequence[Click]) -> None:
    link.put_own_values(PICK, write_clicks(clicks))


def _read_drills(tiles: Mapping[str, Tile], reading: Reading, lost: list[str]) -> tuple[dict[str, Drill], list[str]]:
    found: dict[str, Drill] = {}
    failed = []
    for text in link.own_values(DRILL):
        tile = tiles.get(text.partition(";")[0])
        try:
            drill = read_drill(text, tile.chart, reading.view.grain) if tile and tile.chart else None
            known = tile is not None and (drill is None or _all_seen([ask for _at, ask in drill.crumbs], reading, lost))
        except ValueError:
            tile, drill, known = None, None, False
        if tile is None:
            failed.append(text)
        elif drill is not None and known:
            found[tile.id] = drill
    return found, failed


def _all_seen(filters: Sequence[Filter], reading: Reading, lost: list[str]) -> bool:
    """Whether every member is one that this reader may see; those that are not are added to `lost`."""
    unseen = [member for ask in filters for member in _members(ask) if not _is_seen(ask.field, member, reading)]
    lost += unseen
    return not unseen


def _members(ask: Filter) -> tuple[str, ...]:
    given = ask.value if isinstance(ask.value, tuple) else () if ask.op is Op.IS_NULL else (ask.value,)
    return tuple(str(member) for member in given)


def _is_seen(field: str, member: str, reading: Reading) -> bool:
    try:
        if DIMENSIONS[field].kind is Kind.DATE:
            return bool(bucket_span(member))
        return reading.shared.is_member(field, member, reading.viewer)
    except MingjingError:
        return False
