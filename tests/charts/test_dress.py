"""Styles of boards and tiles: whatever is chosen can be read, and CSS holds no text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dashboards.style import BoardStyle, TileStyle
from widgets.charts.dress import dress, page_css, tile_css
from widgets.charts.look import Look
from widgets.charts.theme import DARK, LIGHT, colours, contrast, is_dark

shades = st.from_regex(r"\A#[0-9a-f]{6}\Z")


@given(shades)
def test_what_is_written_on_any_colour_can_be_read(shade: str) -> None:
    dressed = dress(BoardStyle(), TileStyle(background=shade))
    assert contrast(dressed.ink, shade) >= 4.5
    drawn = colours(dressed.look(Look()))
    assert contrast(drawn.ink, shade) >= 4.5
    assert contrast(drawn.quiet, shade) >= 4.5


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert (is_dark("#17324d"), is_dark("#ffffff")) == (True, False)


def test_a_tile_takes_from_its_board_what_it_leaves_open() -> None:
    board = BoardStyle(tile_background="#17324d", border=False, radius=2, title_size="large", palette="calm")
    dressed = dress(board, TileStyle(radius=12))
    assert (dressed.background, dressed.border, dressed.radius) == ("#17324d", False, 12)
    assert (dressed.title_size, dressed.palette, dressed.title) == ("large", "calm", True)
    assert dressed.look(Look()) == Look(dark=True, palette="calm", paper="#17324d")


def test_a_mode_of_its_own_draws_charts_and_paper_so() -> None:
    dark = dress(BoardStyle(mode="dark"), TileStyle())
    assert (dark.background, dark.look(Look()).dark) == (DARK.paper, True)
    light = dress(BoardStyle(mode="light"), TileStyle())
    assert (light.background, light.look(Look(dark=True)).dark) == (LIGHT.paper, False)
    assert dress(BoardStyle(), TileStyle()).look(Look(dark=True)) == Look(dark=True)


def test_the_usual_look_needs_no_rules() -> None:
    assert tile_css("one", dress(BoardStyle(), TileStyle())) == ""
    assert page_css(BoardStyle()) == ""


@given(shades, st.integers(0, 32), st.sampled_from(["", "small", "medium", "large"]))
def test_rules_hold_numbers_and_colours_alone(shade: str, radius: int, size: str) -> None:
    style = TileStyle(background=shade, radius=radius, border=False, title_size=size)
    rules = tile_css("one", dress(BoardStyle(), style))
    assert re.fullmatch(r"[-\w#.:;,{}()\[\]= *]+", rules)
    assert "url" not in rules


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "url(x)", "#123456;}", "#１２３４５６"])
def test_no_other_text_is_a_colour(colour: str) -> None:
    with pytest.raises(ValidationError):
        TileStyle(background=colour)
