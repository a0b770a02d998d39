"""One tile of a board: chart with its tools, text, picture, page of another site, line; and why one shows nothing."""

from dataclasses import dataclass, replace
from functools import partial

import polars as pl
import streamlit as st

from dashboards.compile import canonical_chart, compile_chart
from dashboards.drilling import Drill, Ladder, back, down, ladder_of, shows, up
from dashboards.embeds import embed_refusal
from dashboards.linking import clickable
from dashboards.model import Chart, Embed, Image, Tile
from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS
from datasource.question import Filter, Grain
from datasource.reports.places import place_codes
from datasource.result import Result
from datasource.texts import N_, _
from widgets.blocks.acts import Acts
from widgets.blocks.crossed import crossed
from widgets.blocks.detail import show_detail
from widgets.blocks.filter_text import filter_text
from widgets.blocks.links import Links, ask_records, goes_into, turn_into
from widgets.blocks.reading import Reading
from widgets.blocks.tile import COLUMN, EDGES, show_answer, show_cards, show_crossed
from widgets.charts.dress import Dress
from widgets.charts.map import has_cities
from widgets.controls.plain import plain, without_pictures
from widgets.state.session import widget_value

PICTURES = (
    "[class*=st-key-picture_]{position:relative;min-height:8rem}"
    "[class*=st-key-picture_] :has(img){position:static}"
    "[class*=st-key-picture_] img{position:absolute;inset:0;width:100%!important;height:100%!important;"
    "max-height:none;object-fit:contain}[class*=st-key-picture_cover_] img{object-fit:cover}"
)
"""The style rules of pictures: as large as their tile."""
GRAINS = {
    Grain.YEAR: N_("Year"),
    Grain.QUARTER: N_("Quarter"),
    Grain.MONTH: N_("Month"),
    Grain.WEEK: N_("Week"),
    Grain.DAY: N_("Day"),
}


@dataclass(frozen=True)
class Desk:
    """What the tools of one chart tile work with."""

    tile: Tile
    links: Links
    reading: Reading
    ladder: Ladder | None

    @property
    def drill(self) -> Drill | None:
        """How far the tile is drilled."""
        return self.links.drills.get(self.tile.id)

    def put(self, drill: Drill | None) -> None:
        """Drill the tile otherwise."""
        self.links.put_drill(self.tile.id, drill)


def show_board_tile(tile: Tile, reading: Reading, links: Links, dressed: Dress) -> None:
    """Draw a tile that holds neither a panel nor a control; what cannot be shown is told in its place."""
    title = tile.title if dressed.title else ""
    try:
        match tile:
            case Tile(chart=Chart()):
                _chart(tile.model_copy(update={"title": title}), reading, links, dressed)
            case Tile(text=str(text)):
                st.markdown(without_pictures(text))
            case Tile(image=Image() as picture):
                _image(tile.id, title, picture, reading)
            case Tile(embed=Embed() as page):
                _embed(title or tile.id, page, reading)
            case _:
                st.divider()
    except MingjingError as error:
        if title:
            st.markdown(f"**{plain(_(title))}**")
        st.warning(str(error))


def _chart(tile: Tile, reading: Reading, links: Links, dressed: Dress) -> None:
    chart = links.charts[tile.id]
    seen = replace(links.reading(tile, reading), look=dressed.look(reading.look))
    assert tile.chart is not None
    desk = Desk(tile, links, reading, ladder_of(tile.chart, reading.view.grain))
    seen = replace(seen, look=replace(seen.look, width=tile.w * COLUMN - EDGES))
    query = compile_chart(chart, seen.view)
    chart = _in_its_province(desk, canonical_chart(chart))
    acts = Acts(partial(_taken, desk), partial(_menu, desk), partial(_below, desk), links.marked(tile))
    if chart.kind == "pivot":
        pivot = crossed(chart, query, lambda asked: _within(desk, seen.answer(asked)))
        show_crossed(tile, chart, pivot, seen, acts)
        return
    if chart.kind == "detail":
        show_detail(tile.id, tile.title, chart, query, seen, acts)
        return
    result = _within(desk, seen.answer(query))
    if chart.kind == "kpi":
        show_cards(tile, chart, result, seen, partial(_menu, desk))
        _missed(links.to(tile).missed)
        return
    show_answer(tile.id, tile.title, chart, result, seen, acts=acts)


def _in_its_province(desk: Desk, chart: Chart) -> Chart:
    """A map of cities that was reached through one province draws that province, where there is a map of it."""
    if chart.kind != "map" or chart.options.area or desk.drill is None or desk.drill.level != "city":
        return chart
    region = next((ask.value for level, ask in desk.drill.crumbs if level == "region"), None)
    code = desk.reading.shared.kept(place_codes)["region"].get(str(region), "")
    options = chart.options.model_copy(update={"area": code if has_cities(code) else ""})
    return chart.model_copy(update={"options": options})


def _within(desk: Desk, result: Result) -> Result:
    """The answer without the buckets outside of those gone into."""
    axis = None if desk.ladder is None else desk.ladder.shown(desk.drill).dimension
    if axis is None or axis.grain is None or desk.drill is None or axis.field not in result.rows.columns:
        return result
    kept = [shows(desk.drill, axis.field, bucket) for bucket in result.rows[axis.field]]
    return replace(result, rows=result.rows.filter(pl.Series(kept, dtype=pl.Boolean)))


def _taken(desk: Desk, filters: tuple[Filter, ...]) -> None:
    """A click filters the other tiles, or goes one level down; no condition takes the last click back.

    A bin of a number is no member that others could be filtered by: it asks for its records.
    """
    if desk.ladder is not None and goes_into(desk.links, desk.tile.id):
        field = desk.ladder.shown(desk.drill).dimension.field
        member = next((ask for ask in filters if ask.field == field), None)
        if member is not None:
            desk.put(down(desk.ladder, desk.drill, member))
    elif desk.tile.linked and all(ask.field in clickable(desk.links.charts[desk.tile.id]) for ask in filters):
        desk.links.click(desk.tile, filters)
    elif filters:
        ask_records(desk.links, desk.tile, desk.reading, filters)


def _menu(desk: Desk) -> None:
    """The records behind the tile, and the levels that it can be drilled to."""
    options = {"records": _("Show the records"), **_levels(desk)}
    key = f"tools_{desk.tile.id}"
    st.menu_button(
        "⋯",
        list(options),
        format_func=options.__getitem__,
        key=key,
        help=_("Records and levels") if len(options) > 1 else _("Records"),
        type="tertiary",
        on_click=lambda: _act(desk, str(widget_value(key))),
    )


def _levels(desk: Desk) -> dict[str, str]:
    ladder, found = desk.ladder, {}
    if ladder is None:
        return {}
    if below := ladder.below(desk.drill):
        found["down"] = _("Drill down to {level}").format(level=_named(below.name))
    if above := ladder.above(desk.drill):
        found["up"] = _("Drill up to {level}").format(level=_named(above.name))
    into = goes_into(desk.links, desk.tile.id)
    found["into"] = _("A click filters") if into else _("A click goes one level down")
    return found


def _act(desk: Desk, wish: str) -> None:
    match wish:
        case "records":
            ask_records(desk.links, desk.tile, desk.reading)
        case "into":
            turn_into(desk.links, desk.tile.id)
        case "down" if desk.ladder is not None:
            desk.put(down(desk.ladder, desk.drill))
        case "up" if desk.ladder is not None:
            desk.put(up(desk.ladder, desk.drill))


def _below(desk: Desk) -> None:
    """The way back up, and which clicks the tile cannot follow."""
    if desk.ladder is not None and desk.drill is not None:
        _breadcrumb(desk, desk.ladder, desk.drill)
    if desk.ladder is not None and desk.ladder.below(desk.drill) and goes_into(desk.links, desk.tile.id):
        st.caption(_("A click goes one level down."))
    _missed(desk.links.to(desk.tile).missed)


def _breadcrumb(desk: Desk, ladder: Ladder, drill: Drill) -> None:
    language = desk.reading.look.language
    steps = [_("As made"), *(filter_text(ask, language) for _level, ask in drill.crumbs)]
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"crumbs_{desk.tile.id}"):
        for place, text in enumerate(steps):
            st.button(
                f"{plain(text)} ›",
                key=f"crumb_{desk.tile.id}_{place}",
                type="tertiary",
                on_click=desk.put,
                args=(back(ladder, drill, place),),
                disabled=place == len(steps) - 1 and place > 0,
            )
        st.markdown(f":small[{_named(drill.level)}]")


def _named(level: str) -> str:
    """A level in the reader's language."""
    return _(GRAINS[Grain(level)]) if level in list(Grain) else _(DIMENSIONS[level].label)


def _missed(fields: tuple[str, ...]) -> None:
    if fields:
        names = ", ".join(_(DIMENSIONS[field].label) for field in fields)
        st.caption(_("Not filtered by {fields}.").format(fields=plain(names)))


def _image(key: str, title: str, shown: Image, reading: Reading) -> None:
    """The picture in the room that its tile has: whole, or filling it (see `PICTURES`)."""
    content = reading.image(shown.file)
    if title:
        st.markdown(f"**{plain(_(title))}**")
    with st.container(height="stretch", key=f"picture_{shown.fit}_{key}"):
        st.image(content, width="stretch", alt=shown.alt or title or None)


def _embed(title: str, shown: Embed, reading: Reading) -> None:
    """The page in a frame; Streamlit's frames are sandboxed, and the server's headers name the same hosts."""
    if refused := embed_refusal(shown.url, reading.embed_hosts):
        raise MingjingError(refused)
    st.iframe(shown.url, height="stretch", alt=title)
