"""Where tiles stand: under their sections, and two key figures a row on a phone."""

from dashboards.model import Chart, Section, Shelves, Tile
from widgets.shell.layout import FRAME_STYLE, grid_style, groups_of, halves

CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))


def tile(name: str, x: int, y: int, **body: object) -> Tile:
    return Tile.model_validate({"id": name, "x": x, "y": y, "w": 6, "h": 2, **(body or {"text": "x"})})


def test_a_section_heads_what_stands_below_it_down_to_the_next_one() -> None:
    tiles = [tile("c", 6, 5), tile("two", 0, 9, section=Section()), tile("one", 0, 4, section=Section())]
    tiles += [tile("b", 0, 5), tile("a", 0, 0), tile("d", 0, 12)]
    found = [(one.section and one.section.id, [(part.id, part.y) for part in one.tiles]) for one in groups_of(tiles)]
    assert found == [(None, [("a", 0)]), ("one", [("b", 0), ("c", 0)]), ("two", [("d", 0)])]


def test_a_section_without_tiles_still_stands() -> None:
    assert [len(group.tiles) for group in groups_of([tile("one", 0, 0, section=Section())])] == [0]
    assert groups_of([]) == []


def test_key_figures_stand_two_a_row_and_an_odd_one_alone() -> None:
    tiles = [tile("a", 0, 0, chart=CARD), tile("b", 0, 2, chart=CARD), tile("c", 0, 4, chart=CARD), tile("d", 0, 6)]
    assert halves(tiles) == [True, True, False, False]
    several = Chart(kind="kpi", shelves=Shelves(values=("won_amount", "win_rate")))
    assert halves([tile("a", 0, 0, chart=CARD), tile("b", 0, 2, chart=several)]) == [False, False]


def test_on_a_phone_a_card_goes_on_below_rather_than_being_cut_and_its_sign_takes_no_line() -> None:
    style = grid_style("grid", [tile("a", 0, 0, chart=CARD), tile("b", 6, 0, chart=CARD)])
    phone = style[style.index("@media(max-width:700px)") :]
    assert ":has(>[data-testid=stMetricDelta]){flex-wrap:wrap}" in phone
    assert "white-space:normal!important" in phone
    assert phone.count("position:absolute;top:.2rem") == 2


def test_every_page_stands_as_far_from_the_edges_as_one_with_tiles() -> None:
    room = ".stMainBlockContainer{padding:2.75rem 2rem 2rem}"
    assert room in FRAME_STYLE
    assert room in grid_style("grid", [tile("a", 0, 0)])
