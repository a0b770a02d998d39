"""The look can be read by everybody."""

from itertools import combinations
from math import dist

import pytest

from dashboards.style import PALETTES as PALETTE_NAMES
from widgets.charts.look import Look
from widgets.charts.palettes import PALETTES
from widgets.charts.theme import DARK, LIGHT, Colours, config, graded_range

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "red-blind": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green-blind": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sight: tuple[Triple, Triple, Triple]) -> Triple:
    seen = [sum(weight * part for weight, part in zip(row, linear(colour), strict=True)) for row in sight]
    red, green, blue = (min(1.0, max(0.0, part)) for part in seen)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def nearest(shades: tuple[str, ...], sight: tuple[Triple, Triple, Triple]) -> float:
    """The smallest distance (CIE76) between two colours as this sight sees them."""
    seen = [lab(shade, sight) for shade in shades]
    return min(dist(one, two) for one, two in combinations(seen, 2))


@THEMES
def test_text_stands_out_from_the_paper(theme: Colours) -> None:
    texts = [theme.ink, theme.quiet, theme.good, theme.bad]
    assert all(contrast(text, theme.paper) >= 4.5 for text in texts)


@THEMES
def test_series_stand_out_from_the_paper(theme: Colours) -> None:
    assert all(contrast(shade, theme.paper) >= 2.0 for shade in theme.series)


@THEMES
@pytest.mark.parametrize("sight", list(SIGHTS))
def test_the_first_six_colours_stay_apart_for_everybody(theme: Colours, sight: str) -> None:
    assert nearest(theme.series[:6], SIGHTS[sight]) > 10


@THEMES
def test_all_colours_stay_apart_in_full_sight(theme: Colours) -> None:
    assert nearest(theme.series, SIGHTS["full"]) > 20


@THEMES
def test_grades_run_from_good_to_bad_and_stay_apart(theme: Colours) -> None:
    grades = graded_range(Look(dark=theme is DARK), (True, True, None, False, False))
    assert (grades[0], grades[-1]) == (theme.good, theme.bad)
    assert all(nearest(grades, sight) > 7 for sight in SIGHTS.values())


@THEMES
def test_parts_that_grow_worse_end_in_the_bad_colour(theme: Colours) -> None:
    grades = graded_range(Look(dark=theme is DARK), (None, False, False, False, False))
    assert (grades[0], grades[-1]) == (theme.series[0], theme.bad)
    assert nearest(grades, SIGHTS["full"]) > 7


def test_there_are_no_grades_without_both_good_and_bad() -> None:
    assert graded_range(Look(), (True, None)) == ()
    assert graded_range(Look(), (True, False)) == (LIGHT.good, LIGHT.bad)


def test_numbers_follow_the_language() -> None:
    locale = config(Look(language="vi", currency="VND"))["locale"]["number"]
    assert locale == {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0₫"]}


@pytest.mark.parametrize("name", sorted(PALETTES))
@THEMES
def test_palettes_stand_out_and_the_safe_one_stays_apart_for_everybody(theme: Colours, name: str) -> None:
    series = PALETTES[name][theme is DARK]
    assert all(contrast(shade, theme.paper) >= 2.0 for shade in series)
    assert nearest(series, SIGHTS["full"]) > 4
    assert name != "safe" or all(nearest(series, sight) > 10 for sight in SIGHTS.values())


def test_every_palette_that_a_board_may_name_has_colours() -> None:
    assert {*PALETTES, "standard"} == set(PALETTE_NAMES)
