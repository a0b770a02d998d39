"""One calm look for light and dark: colours, type, axes, legends, and how Vega writes numbers.

The first six colours stay apart for people with red or green blindness, all eight with full sight (a test simulates
it); text has a contrast of at least 4.5:1. The page's own theme (`.streamlit/config.toml`) uses the same paper and ink.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from widgets.charts.look import Look
from widgets.charts.palettes import PALETTES
from widgets.format import precision_of, signs_of

FONT = (
    '"Source Sans", "Source Sans Pro", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"WenQuanYi Micro Hei", sans-serif'
)
SMALL, NORMAL = 12, 13
BLACK, WHITE = "#000000", "#ffffff"  # inks of names on colours: one of the two reads on any
MOST_GRADES = 2  # shades of good and of bad that can be told apart
LEAST_MARK, LEAST_TEXT = 3.0, 4.5  # contrast of marks and of texts with what they stand on
TINT = 0.18  # share of a rule's colour in the paper of a table cell
PALEST = 0.35  # share of the bad colour in the first of several parts that grow worse


@dataclass(frozen=True)
class Colours:
    """The colours of one theme; `series` in the order in which they are given out."""

    paper: str
    ink: str
    quiet: str
    grid: str
    rule: str
    series: tuple[str, ...]
    good: str
    warn: str
    bad: str


LIGHT = Colours(
    paper="#ffffff",
    ink="#262a33",
    quiet="#5b6270",
    grid="#eceef2",
    rule="#c9cdd6",
    series=("#2f6db5", "#d38b12", "#17806d", "#c97aab", "#7cb5e0", "#8f3a1c", "#54308a", "#4d5158"),
    good="#17705f",
    warn="#8a5a00",
    bad="#b03a2e",
)
DARK = Colours(
    paper="#171614",
    ink="#f0f2f6",
    quiet="#a9b0bd",
    grid="#2c2d31",
    rule="#4a5160",
    series=("#5b9be0", "#e8ab45", "#2a9a84", "#f0b3d6", "#b8e0f8", "#c05a34", "#8472d8", "#7f848d"),
    good="#4fc0a6",
    warn="#e8b04a",
    bad="#f08a7a",
)


def colours(look: Look) -> Colours:
    """The colours of the look's theme, its series from the palette that it names; ink that reads on other paper."""
    return _colours(look.dark, look.palette, look.paper)


@lru_cache(maxsize=256)
def _colours(dark: bool, palette: str, paper: str) -> Colours:
    theme = DARK if dark else LIGHT
    shades = replace(theme, series=PALETTES[palette][dark]) if palette in PALETTES else theme
    return _on(paper, shades) if paper else shades


def _on(paper: str, shades: Colours) -> Colours:
    ink = ink_on(paper)
    quiet = shades.quiet if contrast(shades.quiet, paper) >= LEAST_TEXT else ink
    return replace(shades, paper=paper, ink=ink, quiet=quiet, grid=blend(paper, ink, 0.1), rule=blend(paper, ink, 0.3))


def ink_on(paper: str) -> str:
    """The theme's ink, light or dark, or black or white, whichever can be read on a paper (`#rrggbb`)."""
    inks = (LIGHT.ink, DARK.ink, BLACK, WHITE)
    return next(ink for ink in inks if contrast(ink, paper) >= LEAST_TEXT)


def is_dark(paper: str) -> bool:
    """Whether a paper (`#rrggbb`) takes light ink better than dark."""
    return contrast(DARK.ink, paper) > contrast(LIGHT.ink, paper)


def shade(look: Look, name: str) -> str:
    """The colour of a rule: `good`, `warn` or `bad` of the theme, or `#rrggbb` moved until it stands out from paper."""
    shades = colours(look)
    named = {"good": shades.good, "warn": shades.warn, "bad": shades.bad}
    return named.get(name) or standing_out(name, shades.paper, shades.ink, LEAST_MARK)


def tinted(look: Look, name: str) -> tuple[str, str]:
    """Paper with a breath of the colour of a rule, and the ink of that colour that reads on it."""
    shades, colour = colours(look), shade(look, name)
    paper = blend(shades.paper, colour, TINT)
    return paper, standing_out(colour, paper, shades.ink, LEAST_TEXT)


def standing_out(colour: str, paper: str, ink: str, least: float) -> str:
    """`colour`, or the first step from it towards `ink` whose contrast with `paper` is `least` or more (WCAG 2)."""
    steps = (blend(colour, ink, step / 20) for step in range(20))
    return next((step for step in steps if contrast(step, paper) >= least), ink)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=32)
def config(look: Look) -> dict[str, Any]:
    """The Vega-Lite `config` of a look: to be laid beside a drawing, on the page and in exports. Do not change it."""
    shades = colours(look)
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": _axis(shades),
        "legend": _legend(shades),
        "title": {"color": shades.ink, "fontSize": NORMAL, "anchor": "start"},
        "text": {"color": shades.ink, "fontSize": SMALL},
        "range": {"category": list(category_range(look)), "ramp": _ramp(look)},
        "bar": {"color": shades.series[0], "cornerRadiusEnd": 2, "discreteBandSize": {"band": 0.78}},
        "arc": {"stroke": shades.paper, "strokeWidth": 1.5},
        "line": {"color": shades.series[0], "strokeWidth": 2.2, "strokeJoin": "round", "strokeCap": "round"},
        "area": {"color": shades.series[0]},
        "point": {"color": shades.series[0], "filled": True},
        "locale": {"number": number_locale(look)},
    }


def category_range(look: Look) -> tuple[str, ...]:
    """Sixteen colours for members: the series, then each of them halfway to the paper."""
    shades = colours(look)
    return (*shades.series, *(_between(shade, shades.paper) for shade in shades.series))


def neutral_range(look: Look) -> tuple[str, ...]:
    """Greys of parts that are neither good nor bad, the lighter last; more could not be told apart."""
    shades = colours(look)
    return _between(shades.quiet, shades.paper), shades.rule


def graded_range(look: Look, directions: tuple[bool | None, ...]) -> tuple[str, ...]:
    """Colours from good to bad for parts of which some are welcome and some are not; () where that says nothing.

    `directions` as `Column.higher_is_better` of each part: True good, False bad, None neither. The first good and the
    last bad part have the full colour. Bad parts beside a single neutral one grow worse in their order.
    """
    good, bad = directions.count(True), directions.count(False)
    if good == 0 and bad > 1 and bad == len(directions) - 1:
        return _worsening(look, directions)
    if not 0 < good <= MOST_GRADES or not 0 < bad <= MOST_GRADES:
        return ()
    shades = colours(look)
    welcome = iter((shades.good, _between(shades.good, shades.paper)))
    unwelcome = iter((_between(shades.bad, shades.paper), shades.bad)[-bad:])
    picks = {True: welcome, False: unwelcome}
    return tuple(shades.rule if direction is None else next(picks[direction]) for direction in directions)


def _worsening(look: Look, directions: tuple[bool | None, ...]) -> tuple[str, ...]:
    """The first colour for what is neutral, and ever more of the bad one for the rest."""
    shades, bad = colours(look), directions.count(False)
    worse = iter(blend(shades.paper, shades.bad, PALEST + (1 - PALEST) * step / (bad - 1)) for step in range(bad))
    return tuple(shades.series[0] if direction is None else next(worse) for direction in directions)


def number_locale(look: Look) -> dict[str, Any]:
    """The d3 number locale of a language, with the company's currency sign as its `$`."""
    signs = signs_of(look.language, look.currency)
    return {
        "decimal": signs.point,
        "thousands": signs.group,
        "grouping": [3],
        "currency": [signs.money_before, signs.money_after],
    }


def money_format(look: Look) -> str:
    """The d3 format of a full amount of money."""
    return f"$,.{precision_of(look.currency)}f"


def _between(one: str, other: str) -> str:
    """The colour in the middle of two `#rrggbb` colours."""
    return blend(one, other, 0.5)


def blend(one: str, other: str, share: float) -> str:
    """The colour that is `share` (0 to 1) of the way from one `#rrggbb` colour to the other."""
    ends = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{int(start + (end - start) * share):02x}" for start, end in ends)


def _axis(shades: Colours) -> dict[str, Any]:
    return {
        "labelColor": shades.quiet,
        "labelFontSize": SMALL,
        "labelPadding": 6,
        "titleColor": shades.quiet,
        "titleFontSize": SMALL,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": shades.grid,
        "domainColor": shades.rule,
        "tickColor": shades.rule,
        "ticks": False,
    }


def _legend(shades: Colours) -> dict[str, Any]:
    return {
        "labelColor": shades.ink,
        "labelFontSize": SMALL,
        "titleColor": shades.quiet,
        "titleFontSize": SMALL,
        "titleFontWeight": "normal",
        "symbolType": "square",
        "symbolBaseFillColor": shades.quiet,
        "symbolSize": 90,
        "symbolStrokeWidth": 0,
        "rowPadding": 4,
        "columnPadding": 14,
        "offset": 10,
    }


def _ramp(look: Look) -> list[str]:
    if look.palette in PALETTES:
        shades = colours(look)
        return [blend(shades.paper, shades.series[0], share) for share in (0.25, 0.6, 1.0)]
    return ["#163a63", "#2f6db5", "#8fc3f0"] if look.dark else ["#dbe8f5", "#7cb5e0", "#1f4e86"]
