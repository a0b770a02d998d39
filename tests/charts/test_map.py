"""The map: joined on codes, whole when offline, and honest about what it cannot place."""

import json
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from dashboards.model import Options
from datasource.errors import MingjingError
from datasource.result import Column, Kind
from tests.charts.answers import WON, answer, chart
from tests.charts.drawing import svg_marks, svg_texts
from widgets.charts.look import Look
from widgets.charts.map import FOLDER, STATIC, inlined
from widgets.charts.marks import draw
from widgets.charts.rows import ADCODE, drawn_rows

LOOK = Look(currency="USD")
REGION, CITY = Column("region", "Region", Kind.TEXT), Column("city", "City", Kind.TEXT)
BY_REGION = chart("map", WON, columns=(REGION,))
BY_CITY = chart("map", WON, columns=(CITY,))
IN_GUANGDONG = chart("map", WON, columns=(CITY,), options=Options(area="440000"))
REGIONS = [
    {"region": name, "won_amount": amount, ADCODE: code}
    for name, amount, code in (("粤", 8e6, "440000"), ("Beijing", 5e6, "110000"), ("Unknown", 9e5, None))
]
CITIES = [
    {"city": name, "won_amount": amount, ADCODE: code}
    for name, amount, code in (("Guangzhou", 8e6, "440100"), ("Chengdu", 5e6, "510100"), ("Unknown", 9e5, None))
]


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The helpers that draw lay rows out again, which would take the codes off rows that carry them."""
    monkeypatch.setattr("tests.charts.drawing.drawn_rows", lambda _chart, rows: rows)


def features(file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(file.read_text("utf-8"))["features"]
    return found


def test_members_get_their_codes_by_the_stores_own_list() -> None:
    rows = drawn_rows(BY_REGION, pl.DataFrame(REGIONS).drop(ADCODE), {"粤": "440000", "Beijing": "110000"})
    assert rows[ADCODE].to_list() == ["440000", "110000", None]


@pytest.mark.usefixtures("coded")
def test_provinces_are_joined_on_codes_and_what_has_none_is_told() -> None:
    result = answer((REGION, WON), REGIONS)
    assert svg_marks(BY_REGION, result, LOOK).count("geoshape") == 2
    assert "Not on the map: Unknown $900K" in svg_texts(BY_REGION, result, LOOK)


@pytest.mark.usefixtures("coded")
def test_a_province_shows_its_own_cities_only() -> None:
    result = answer((CITY, WON), CITIES)
    assert svg_marks(IN_GUANGDONG, result, LOOK).count("geoshape") == 1
    assert "Not on the map: Chengdu $5M, Unknown $900K" in svg_texts(IN_GUANGDONG, result, LOOK)


@pytest.mark.usefixtures("coded")
def test_cities_without_a_province_are_circles_over_the_country() -> None:
    marks = svg_marks(BY_CITY, answer((CITY, WON), CITIES), LOOK)
    assert (marks.count("geoshape"), marks.count("circle")) == (0, 2)


@pytest.mark.usefixtures("coded")
def test_when_every_place_is_known_there_is_nothing_to_tell() -> None:
    texts = svg_texts(BY_REGION, answer((REGION, WON), REGIONS[:2]), LOOK)
    assert not [text for text in texts if text.startswith("Not on the map")]


def test_the_browser_gets_an_address_and_a_picture_the_outlines() -> None:
    spec = draw(BY_REGION, (REGION, WON), LOOK)
    assert f"{STATIC}provinces.json" in json.dumps(spec)
    assert STATIC not in json.dumps(inlined(spec))


def test_an_unknown_area_is_said() -> None:
    with pytest.raises(MingjingError, match="no map for the code 990000"):
        draw(chart("map", WON, columns=(CITY,), options=Options(area="990000")), (CITY, WON), LOOK)


def test_a_click_picks_the_place() -> None:
    for asked, column in ((BY_REGION, REGION), (IN_GUANGDONG, CITY), (BY_CITY, CITY)):
        params = draw(asked, (column, WON), LOOK)["params"]
        assert [param["select"]["fields"] for param in params] == [[column.name]]


def test_every_province_has_its_cities_and_every_city_its_place() -> None:
    codes = {str(one["properties"]["adcode"]) for one in features(FOLDER / "provinces.json")}  # type: ignore[index]
    assert {file.stem for file in (FOLDER / "cities").iterdir()} == codes - {"100000"}
    cities = [one for file in (FOLDER / "cities").iterdir() for one in features(file)]
    known = {one["properties"]["adcode"] for one in cities}  # type: ignore[index]
    assert known == {one["properties"]["adcode"] for one in features(FOLDER / "centres.json")}  # type: ignore[index]
    assert len(known) == len(cities) == 367


@pytest.mark.parametrize(
    "file", [*sorted(FOLDER.glob("**/*0000.json")), FOLDER / "provinces.json"], ids=lambda f: f.stem
)
def test_outer_rings_run_clockwise_and_close(file: Path) -> None:
    for one in features(file):
        for (ring,) in one["geometry"]["coordinates"]:  # type: ignore[index]
            turned = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
            assert ring[0] == ring[-1]
            assert turned < 0
