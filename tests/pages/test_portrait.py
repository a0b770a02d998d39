"""The customer portrait: numbers by hand from the tiny company, and the way from the country to a province and back."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datasource.catalog.catalog import Catalog
from datasource.reports.places import place_codes
from widgets.charts.map import has_cities

Open = Callable[..., AppTest]
PAGE = "pages/customers/portrait.py"


def table(page: AppTest, key: str) -> dict[str, list[object]]:
    """The rows of the table `key` by their first cell: all, dealt, deal rate, contract amount."""
    assert not page.exception
    frame = page.dataframe(key=f"tile_{key}_table").value
    return {row[0]: row[1:] for row in frame.to_numpy().tolist()}


def test_every_place_stands_in_the_table_and_blanks_are_unknown(opened: Open) -> None:
    rows = table(opened(PAGE, "boss"), "portrait_places")
    assert rows["Guangdong"] == [2, 1, 0.5, 120.0]  # Acme (dealt: C1 100, C4 20), Beta
    assert rows["Hunan"] == [2, 1, 0.5, 300.0]  # Core, Echo (dealt: C2 300)
    assert rows["Unknown"] == [1, 0, 0.0, 0.0]  # Dune


def test_a_province_in_the_address_shows_its_cities_and_the_way_back(opened: Open) -> None:
    page = opened(PAGE, "boss", province="Guangdong")
    rows = table(page, "portrait_places")
    assert rows["Shenzhen"] == [1, 1, 1.0, 120.0]  # Acme
    assert rows["Unknown"] == [1, 0, 0.0, 0.0]  # Beta sits in the province, in no city that is known
    assert "Hunan" not in rows
    page.button(key="portrait_back").click().run()
    assert "province" not in page.query_params
    assert "Hunan" in table(page, "portrait_places")


@pytest.mark.parametrize("province", ["Nowhere", "Unknown", "../provinces"])
def test_a_province_that_no_map_shows_opens_the_country(opened: Open, province: str) -> None:
    assert "Hunan" in table(opened(PAGE, "boss", province=province), "portrait_places")


def test_customers_are_told_by_industry_level_source_and_size(opened: Open) -> None:
    page = opened(PAGE, "boss")
    assert table(page, "portrait_by_industry")["IT"] == [2, 1, 0.5, 120.0]  # Acme, Beta
    assert table(page, "portrait_by_source")["Fair"] == [1, 0, 0.0, 0.0]  # Core
    assert table(page, "portrait_by_level")["Unknown"] == [5, 2, 0.4, 420.0]
    assert table(page, "portrait_by_company_size")["Unknown"] == [5, 2, 0.4, 420.0]


def test_the_map_counts_all_or_dealt_customers(opened: Open) -> None:
    page = opened(PAGE, "boss", customers="dealt")
    assert not page.exception
    assert page.segmented_control(key="portrait_face").value == "dealt"


def test_a_rep_sees_their_own_customers_only(opened: Open) -> None:
    rows = table(opened(PAGE, "bob"), "portrait_places")
    assert rows["Guangdong"] == [2, 1, 0.5, 120.0]
    assert "Hunan" not in rows


def test_codes_come_from_the_stores_own_list_of_places(tiny: Catalog) -> None:
    assert place_codes(tiny) == {
        "region": {"Guangdong": "440000", "Hunan": "430000"},
        "city": {"Shenzhen": "440300"},
    }


@pytest.mark.parametrize("code", ["", "990000", "../provinces", "44000"])
def test_only_provinces_have_cities(code: str) -> None:
    assert not has_cities(code)
    assert has_cities("440000")
