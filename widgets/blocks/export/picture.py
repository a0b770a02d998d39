"""A chart as a picture: the drawing of the page over the rows of its answer, made without a browser or a network."""

import json
from typing import Any

import vl_convert

from widgets.blocks.export.drawing import Picture
from widgets.charts.map import inlined
from widgets.charts.theme import colours, config, number_locale

WIDTH = 900
SCALE = 2


def write_png(picture: Picture) -> bytes:
    """The picture at twice its size, sharp in print."""
    made: bytes = vl_convert.vegalite_to_png(_whole(picture), scale=SCALE, **_safely(picture))
    return made


def write_svg(picture: Picture) -> bytes:
    """The picture as lines and texts."""
    made: str = vl_convert.vegalite_to_svg(_whole(picture), **_safely(picture))
    return made.encode()


def write_sized_svg(picture: Picture, width: float, height: float) -> str:
    """The drawing alone, without title and margin, for a place of that size."""
    whole = _whole(picture)
    whole.pop("title")
    sized = {**whole, "width": width, "height": height, "config": {**whole["config"], "padding": 2}}
    made: str = vl_convert.vegalite_to_svg(sized, **_safely(picture))
    return made


def _whole(picture: Picture) -> dict[str, Any]:
    shades = colours(picture.look)
    title = {"text": picture.title, "subtitle": picture.subtitle, "anchor": "start", "offset": 12}
    return {
        "width": WIDTH,
        "height": picture.height,
        "autosize": {"type": "fit", "contains": "padding"},
        **inlined(picture.spec),
        "title": {**title, "subtitleColor": shades.quiet},
        "data": {"values": json.loads(picture.rows.write_json())},
        "config": {**config(picture.look), "background": shades.paper, "padding": 16},
    }


def _safely(picture: Picture) -> dict[str, Any]:
    return {"format_locale": number_locale(picture.look), "allowed_base_urls": []}
