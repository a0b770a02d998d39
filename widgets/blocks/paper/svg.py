"""Pieces of an SVG page: texts cut to their width, boxes, and drawings set into a place with names of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from widgets.charts.look import cells
from widgets.charts.theme import FONT

CELL = 0.54  # width of a Latin letter as a part of the size of its type
_SIZE = re.compile(r'<svg[^>]*?\swidth="([\d.]+)"[^>]*?\sheight="([\d.]+)"', re.DOTALL)
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Place:
    """A rectangle of a page, in pixels."""

    x: float
    y: float
    w: float
    h: float

    def below(self, height: float) -> "Place":
        """What is left of the place under its first `height` pixels."""
        return Place(self.x, self.y + height, self.w, max(self.h - height, 1))

    def __str__(self) -> str:
        return f'x="{self.x:.1f}" y="{self.y:.1f}" width="{self.w:.1f}" height="{self.h:.1f}"'


def text(  # noqa: PLR0913, PLR0917  (where, what, and how it is set)
    x: float, y: float, words: str, size: float, color: str, room: float, *, bold: bool = False, anchor: str = "start"
) -> str:
    """One line of text with its base line at `y`, cut with an ellipsis where it is wider than `room` pixels."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" text-anchor="{anchor}"{weight}>'
        f"{_safe(cut(words, size, room))}</text>"
    )


def box(place: Place, fill: str, stroke: str = "none", radius: float = 0) -> str:
    """A rectangle."""
    return f'<rect {place} rx="{radius}" fill="{fill}" stroke="{stroke}"/>'


def line(x1: float, y: float, x2: float, color: str) -> str:
    """A line across."""
    return f'<line x1="{x1:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y:.1f}" stroke="{color}"/>'


def picture(place: Place, address: str, fit: str) -> str:
    """A picture by its data address, whole (`contain`) or filling its place (`cover`)."""
    ratio = "xMidYMid slice" if fit == "cover" else "xMidYMid meet"
    return f'<image {place} href={quoteattr(address)} preserveAspectRatio="{ratio}"/>'


def inset(drawing: str, name: str, place: Place) -> str:
    """A whole drawing, fitted into its place; its names begin with `name`, so that two drawings do not share any.

    A label that is a little wider than it was measured reaches over the edge and is not cut.
    """
    found = _SIZE.search(drawing)
    width, height = (float(found[1]), float(found[2])) if found else (place.w, place.h)
    inner = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    inner = re.sub(r'\bid="', f'id="{name}', inner)
    inner = re.sub(r"url\(#", f"url(#{name}", inner)
    inner = re.sub(r'href="#', f'href="#{name}', inner)
    view = f'viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="xMinYMin meet"'
    return f'<svg {place} {view} overflow="visible">{inner}</svg>'


def page(width: float, height: float, paper: str, parts: Sequence[str]) -> str:
    """A whole SVG document."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width:g}" '
        f'height="{height:g}" viewBox="0 0 {width:g} {height:g}" font-family={quoteattr(FONT)}>'
    )
    return f"{head}{box(Place(0, 0, width, height), paper)}{''.join(parts)}</svg>"


def cut(words: str, size: float, room: float) -> str:
    """The words, or as many of their letters as fit into `room` pixels and an ellipsis."""
    most = room / (size * CELL)
    if cells(words) <= most:
        return words
    kept, width = [], 1
    for letter in words:
        width += cells(letter)
        if width > most:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def wrapped(words: str, size: float, room: float) -> list[str]:
    """The words in lines of at most `room` pixels; Chinese breaks anywhere."""
    most = max(room / (size * CELL), 2)
    lines, now, width = [], "", 0
    for part in re.findall(r"[^\s\u2e80-\uffef]+\s?|[\u2e80-\uffef]|\s", words):
        wide = cells(part.rstrip())
        if now and width + wide > most:
            lines.append(now.rstrip())
            now, width = "", 0
        now, width = now + part, width + cells(part)
    return [*lines, now.rstrip()] if now.strip() else lines


def _safe(words: str) -> str:
    return escape(_BARRED.sub("", words))
