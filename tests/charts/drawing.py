"""Drawings made visible without a browser: the SVG that Vega makes of a specification and rows."""

from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

from dashboards.model import Chart
from datasource.result import Result
from widgets.charts.look import Look, measure
from widgets.charts.map import inlined
from widgets.charts.marks import draw
from widgets.charts.rows import drawn_rows
from widgets.charts.theme import config

SVG = "{http://www.w3.org/2000/svg}"


def svg_marks(chart: Chart, result: Result, look: Look) -> list[str]:
    """What kind each drawn mark is (`bar`, `point`, `line mark` …); texts and axes are none."""
    spec = draw(chart, result.columns, look)
    marks = ET.fromstring(_svg(spec, drawn_rows(chart, result.rows).to_dicts(), look)).iter(f"{SVG}path")
    return [mark.get("aria-roledescription", "") for mark in marks if mark.get("role") == "graphics-symbol"]


def svg_texts(chart: Chart, result: Result, look: Look = Look()) -> list[str]:  # noqa: B008  (frozen)
    """Every text of the drawing of `result`, in drawing order."""
    rows = drawn_rows(chart, result.rows)
    shaped = Look(look.dark, look.language, look.currency, look.height, measure(chart, rows))
    return spec_texts(draw(chart, result.columns, shaped), rows.to_dicts(), look)


def spec_texts(spec: dict[str, Any], rows: list[dict[str, Any]], look: Look) -> list[str]:
    """Every text of a specification over literal rows."""
    return [
        "".join(text.itertext()) if not len(text) else " ".join("".join(line.itertext()) for line in text)
        for text in ET.fromstring(_svg(spec, rows, look)).iter(f"{SVG}text")
    ]


def _svg(spec: dict[str, Any], rows: list[dict[str, Any]], look: Look) -> str:
    whole = {**inlined(spec), "config": config(look), "data": {"values": rows}, "width": 600, "height": 300}
    locale = config(look)["locale"]["number"]
    svg: str = vl_convert.vegalite_to_svg(whole, format_locale=locale, allowed_base_urls=[])
    return svg
