"""The settings of what a tile shows, one function for each kind of body."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import streamlit as st

from dashboards.embeds import embed_refusal
from dashboards.filter_styles import styles_of
from dashboards.kinds import KINDS
from dashboards.model import Dashboard, Tile
from dashboards.pictures import MAX_BYTES
from datasource.errors import MingjingError
from datasource.metrics.registry import DIMENSIONS
from datasource.result import Kind
from datasource.texts import N_, _
from widgets.builder.canvas.changes import with_body, with_tiles
from widgets.builder.canvas.charting import go_to_chart
from widgets.builder.canvas.controls import control_label, control_names
from widgets.builder.canvas.editing import check_seat
from widgets.builder.canvas.hand import Hand
from widgets.builder.canvas.stock import NO_IMAGE, NO_PAGE
from widgets.builder.notice import attempt
from widgets.controls.plain import without_pictures
from widgets.state.session import Slot, widget_value

_STYLES = {
    "period": N_("Period"),
    "picker": N_("List"),
    "range": N_("From … to …"),
    "search": N_("Search"),
    "switch": N_("Switch"),
}
TALL = 180


def _measured() -> frozenset[str]:
    return frozenset(name for name, known in DIMENSIONS.items() if known.kind in {Kind.DATE, Kind.NUMBER})


def _chart(hand: Hand, tile: Tile) -> None:
    assert tile.chart is not None
    if tile.chart.kind in KINDS:
        st.caption(_(KINDS[tile.chart.kind].label))
    if st.button(_("Edit the chart"), key=f"{Slot.CANVAS_ACT.value}_chart", type="primary", width="stretch"):
        go_to_chart(hand, tile)


def _text(hand: Hand, tile: Tile) -> None:
    def put(board: Dashboard, text: Any) -> Dashboard:
        return with_tiles(board, (tile.id,), text=text or "")

    told = _("Markdown: **bold**, _italic_, # heading, - list, [text](https://…)")
    hand.text(f"{tile.id}_text", _("Text"), tile.text or "", put, tall=True, height=TALL, max_chars=20_000, help=told)
    with st.container(border=True):
        st.markdown(without_pictures(tile.text or ""))


def _image(hand: Hand, tile: Tile) -> None:
    assert tile.image is not None
    content = hand.bench.boards.picture(hand.seat.owner_id, tile.image.file)
    if content is not None:
        st.image(content, width="stretch")
    elif tile.image.file != NO_IMAGE:
        st.warning(_("The picture is gone; load it up again."))
    slot = f"{Slot.CANVAS_ACT.value}_picture_{tile.id}_{sha256(tile.image.file.encode()).hexdigest()[:8]}"
    told = _("PNG, JPEG or WebP, up to 2 MB")
    st.file_uploader(
        told, ["png", "jpg", "jpeg", "webp"], key=slot, on_change=lambda: attempt(lambda: _take(hand, tile, slot))
    )
    hand.text(
        f"{tile.id}_alt",
        _("What it shows, for who cannot see it"),
        tile.image.alt,
        lambda board, text: with_body(board, tile.id, alt=text or ""),
        max_chars=200,
    )
    fits = {"contain": _("Whole picture"), "cover": _("Fill the tile")}
    hand.select(f"{tile.id}_fit", _("Fit"), fits, tile.image.fit, lambda b, name: with_body(b, tile.id, fit=name))


def _take(hand: Hand, tile: Tile, slot: str) -> None:
    sent = widget_value(slot)
    if sent is None:
        return
    if sent.size > MAX_BYTES:
        raise MingjingError(_("The picture is larger than 2 MB; make it smaller and load it up again."))
    bench = hand.bench.again()
    check_seat(bench, hand.seat)
    name = bench.boards.keep_picture(hand.seat.owner_id, sent.getvalue())
    hand.change(lambda board: with_body(board, tile.id, file=name))


def _embed(hand: Hand, tile: Tile) -> None:
    assert tile.embed is not None
    hosts = hand.bench.embed_hosts

    def put(board: Dashboard, url: Any) -> Dashboard:
        if refusal := embed_refusal(url or "", hosts):
            raise MingjingError(refusal)
        return with_body(board, tile.id, url=url)

    held = "" if tile.embed.url == NO_PAGE else tile.embed.url
    hand.text(f"{tile.id}_url", _("Address (https)"), held, put, max_chars=2000, placeholder="https://")
    if hosts:
        st.caption(_("Allowed: {hosts}").format(hosts=", ".join(hosts)))


def _filter(hand: Hand, tile: Tile) -> None:
    assert tile.filter is not None
    name = tile.filter.field

    def put(board: Dashboard, field: Any) -> Dashboard:
        return with_body(board, tile.id, field=field, style=styles_of(field, _measured())[0])

    labels = {one: control_label(one) for one in control_names()}
    hand.select(f"{tile.id}_field", _("Control"), labels, name, put)
    styles = {style: _(_STYLES[style]) for style in styles_of(name, _measured())}
    hand.select(
        f"{tile.id}_style",
        _("Drawn as"),
        styles,
        tile.filter.style,
        lambda board, style: with_body(board, tile.id, style=style),
    )


def _section(hand: Hand, tile: Tile) -> None:
    assert tile.section is not None
    hand.toggle(
        f"{tile.id}_open",
        _("Open at the start"),
        tile.section.open,
        lambda board, on: with_body(board, tile.id, open=on),
    )


def _plain(_hand: Hand, _tile: Tile) -> None:
    """Nothing to set."""


BODIES: Mapping[str, Callable[[Hand, Tile], None]] = MappingProxyType(
    {
        "chart": _chart,
        "text": _text,
        "image": _image,
        "embed": _embed,
        "filter": _filter,
        "section": _section,
        "divider": _plain,
        "panel": _plain,
    }
)
