"""The pages of products and leaderboards on the tiny company: numbers by hand, scope, the link, what is kept closed."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datasource.settings import Comparisons, Settings
from tests.pages.test_ready_pages import cards
from widgets.shell import desk, door

Open = Callable[..., AppTest]

SALES = "pages/products/product_sales.py"
MIX = "pages/products/category_mix.py"
SLOW = "pages/products/slow_movers.py"
PAIRS = "pages/products/bought_together.py"
BOARDS = "pages/leaderboards/leaderboards.py"
YEAR = {"from": "2024-01-01", "to": "2024-12-31"}


def table(page: AppTest, *names: str) -> list[list[object]]:
    """The columns `names` of the first table that has them all."""
    assert not page.exception
    assert [one.value for one in (*page.error, *page.warning)] == []
    found = next(frame.value for frame in page.dataframe if set(names) <= set(frame.value.columns))
    return [list(row) for row in found[list(names)].astype(object).where(found[list(names)].notna(), None).to_numpy()]


def drawings(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


@pytest.mark.parametrize("file", [SALES, MIX, SLOW, PAIRS, BOARDS])
def test_a_stranger_sees_one_sentence(opened: Open, file: str) -> None:
    page = opened(file)
    assert [error.value for error in page.error] == ["Sign in to see this page."]
    assert not page.dataframe


def test_a_manager_reads_product_sales(opened: Open) -> None:
    page = opened(SALES, "boss", **YEAR)
    found = cards(page)
    assert (found["Product sales amount"], found["Quantity sold"], found["Margin rate"]) == ("¥400", "6.5", "32.4%")
    names = ("product", "product_category", "sold_amount", "share", "sold_contracts", "margin_rate")
    assert table(page, *names) == [
        ["App", "Software", 360.0, 0.9, 2, pytest.approx(0.3333)],
        ["Box", "Hardware", 40.0, 0.1, 1, 0.25],
        ["Total", None, 400.0, 1.0, 2, pytest.approx(109.99 / 340)],
    ]
    assert drawings(page) == 2


def test_a_rep_reads_their_own_sales_by_group(opened: Open) -> None:
    page = opened(SALES, "bob", level="product_group", **YEAR)
    assert cards(page)["Product sales amount"] == "¥100"
    assert table(page, "product_group", "sold_amount")[:2] == [["Software", 60.0], ["Hardware", 40.0]]
    assert page.segmented_control(key="products_face_level").value == "product_group"


def test_a_level_is_chosen_and_stands_in_the_link(opened: Open) -> None:
    page = opened(SALES, "boss", **YEAR)
    page.segmented_control(key="products_face_level").select("product_category").run()
    assert page.query_params["level"] == "product_category"
    assert [row[0] for row in table(page, "product_category", "sold_amount")] == ["Software", "Hardware", "Total"]


def test_an_unknown_level_opens_the_first_and_says_so(opened: Open) -> None:
    page = opened(SALES, "boss", level="colour", **YEAR)
    assert page.segmented_control(key="products_face_level").value == "product"
    assert "level=colour" in page.info[0].value


@pytest.mark.parametrize("shape", ["treemap", "donut"])
@pytest.mark.parametrize("measure", ["sold_amount", "sold_quantity"])
def test_the_category_mix_in_each_shape(opened: Open, shape: str, measure: str) -> None:
    page = opened(MIX, "boss", shape=shape, measure=measure, **YEAR)
    assert table(page, "product_group", "product_category", "sold_amount")[:2] == [
        ["Software", "Software", 360.0],
        ["Hardware", "Hardware", 40.0],
    ]
    assert drawings(page) == 1


def test_slow_movers_with_those_never_sold(opened: Open) -> None:
    page = opened(SLOW, "boss", idle="90")
    assert table(page, "product", "idle_days", "sold_amount")[:2] == [["Cord", None, 0.0], ["Box", 140, 40.0]]
    assert page.caption[-1].value.startswith("1 product was never sold.")
    page.segmented_control(key="products_face_range").select("all").run()
    assert [row[0] for row in table(page, "product", "idle_days")] == ["Cord", "Tape", "Box", "Total"]


def test_bought_together_needs_baskets(opened: Open) -> None:
    page = opened(PAIRS, "boss", **YEAR)
    assert not page.exception
    assert page.info[0].value.startswith("No two products were bought together that often")


def test_the_records_behind_product_sales_are_lines(opened: Open) -> None:
    page = opened(SALES, "bob", **YEAR)
    page.session_state["proof_sold_amount"] = True
    page.run().button(key="records_sold_amount").click().run()
    assert not page.exception
    assert sorted(page.dataframe[-1].value["product"]) == ["App", "Box"]


def test_a_manager_sees_everyone_by_name(opened: Open) -> None:
    page = opened(BOARDS, "boss", **YEAR)
    assert table(page, "rank", "moved", "owner", "contract_amount", "share") == [
        [1, "new", "Dee", 300.0, pytest.approx(300 / 420)],
        [2, "new", "Bob", 120.0, pytest.approx(120 / 420)],
        [None, None, "Total", 420.0, 1.0],
    ]
    assert drawings(page) == 1


def test_a_rep_sees_their_place_and_no_other_name(opened: Open) -> None:
    page = opened(BOARDS, "bob", **YEAR)
    assert [row[:2] for row in table(page, "rank", "owner")[:2]] == [[1, "Colleague 1"], [2, "★ Bob"]]
    assert "**★ My place**: 2 of 2 · ¥120.00 · new" in [text.value for text in page.markdown]
    assert "Dee" not in str(page.dataframe[0].value)


def test_departments_out_of_sight_have_no_name_either(opened: Open) -> None:
    page = opened(BOARDS, "bob", by="department", board="trips", **YEAR)
    assert table(page, "rank", "department", "trips")[:2] == [[1, "★ East", 2], [2, "Department 2", 1]]


def test_former_staff_stand_on_the_board_when_asked_for(opened: Open) -> None:
    names = [row[0] for row in table(opened(BOARDS, "boss", board="follow_ups", **YEAR), "owner")]
    assert names == ["Bob", "Dee", "Total"]
    names = [row[0] for row in table(opened(BOARDS, "boss", board="follow_ups", staff="all", **YEAR), "owner")]
    assert names == ["Bob", "Cid", "Dee", "Total"]


def test_without_comparisons_a_rep_sees_no_rank(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    known = door.settings()
    quiet = Settings.model_validate({**known.model_dump(), "comparisons": Comparisons.OFF})
    monkeypatch.setattr(desk, "settings", lambda: quiet)
    page = opened(BOARDS, "bob", **YEAR)
    assert table(page, "owner", "contract_amount")[:1] == [["★ Bob", 120.0]]
    assert all("rank" not in frame.value.columns for frame in page.dataframe)


@pytest.mark.parametrize("board", ["received_amount", "sold_quantity", "new_contacts", "customers_followed", "trips"])
def test_every_kind_of_board_opens_for_a_rep(opened: Open, board: str) -> None:
    page = opened(BOARDS, "bob", board=board, by="sales_team", **YEAR)
    assert table(page, "rank", board)
