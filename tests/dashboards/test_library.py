"""Calculations that people keep: whose they are, who is offered them, and what charts hold of them."""

from datetime import date
from pathlib import Path

import pytest

from dashboards.dump import dump
from dashboards.library import Library
from dashboards.model import Chart, Dashboard, Shelves, Tile
from dashboards.parse import parse_shape
from datasource.calculation import Calculation, Ratio
from datasource.errors import InvalidInput, MingjingError

TODAY = date(2026, 6, 1)
ANA, BOB, CID = 1, 2, 3
DEAL = Calculation(id="per_deal", label="Per deal", ratio=Ratio(of="won_amount", to="won_count"))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def board(calculation: Calculation) -> Dashboard:
    chart = Chart(kind="kpi", shelves=Shelves(values=("per_deal",)), calculations=(calculation,))
    return Dashboard(id="b", title="B", tiles=(Tile(id="t", x=0, y=0, w=3, h=2, chart=chart),))


def held(shown: Dashboard) -> Calculation:
    [tile] = shown.tiles
    assert tile.chart is not None
    return tile.chart.calculations[0]


def test_an_own_entry_is_offered_to_its_owner_alone_and_a_teams_to_everybody(library: Library) -> None:
    library.keep(ANA, DEAL, shared=False, today=TODAY)
    library.keep(BOB, DEAL.model_copy(update={"id": "other", "label": "Other"}), shared=True, today=TODAY)
    assert [one.name for one in library.offered(ANA)] == ["1/per_deal", "2/other"]
    assert [one.name for one in library.offered(CID)] == ["2/other"]


def test_a_chart_says_what_the_entry_says_now_and_keeps_its_copy_when_the_entry_goes(library: Library) -> None:
    copy = library.keep(ANA, DEAL, shared=True, today=TODAY).copy
    library.keep(
        ANA, DEAL.model_copy(update={"ratio": Ratio(of="won_amount", to="closed_count")}), shared=True, today=TODAY
    )
    assert held(library.refreshed(board(copy), BOB)).ratio == Ratio(of="won_amount", to="closed_count")
    library.drop(ANA, "per_deal")
    assert held(library.refreshed(board(copy), BOB)) == copy


def test_the_private_entry_of_another_person_is_not_read_by_naming_it(library: Library) -> None:
    library.keep(ANA, DEAL, shared=False, today=TODAY)
    guess = DEAL.model_copy(update={"saved": "1/per_deal", "label": "Guess"})
    assert held(library.refreshed(board(guess), BOB)).label == "Guess"
    assert held(library.refreshed(board(guess), ANA)).label == "Per deal"


def test_a_change_takes_the_certification_away(library: Library) -> None:
    library.keep(ANA, DEAL, shared=True, today=TODAY)
    assert library.certify(ANA, "per_deal", "root").entry.certified_by == "root"
    assert library.keep(ANA, DEAL, shared=True, today=TODAY).entry.certified_by == "root"
    other = DEAL.model_copy(update={"definition": "Won per won deal."})
    assert library.keep(ANA, other, shared=True, today=TODAY).entry.certified_by == ""


def test_only_a_teams_entry_is_certified(library: Library) -> None:
    library.keep(ANA, DEAL, shared=False, today=TODAY)
    with pytest.raises(MingjingError, match="no team metric 'per_deal'"):
        library.certify(ANA, "per_deal", "root")


def test_a_calculation_that_stands_on_its_charts_own_ones_is_not_kept(library: Library) -> None:
    nested = Calculation(id="twice", label="Twice", sum=("per_deal", "per_deal"))
    with pytest.raises(InvalidInput, match="per_deal"):
        library.keep(ANA, nested, shared=False, today=TODAY)


def test_a_copy_and_its_name_stand_in_the_boards_file(library: Library) -> None:
    kept = board(library.keep(ANA, DEAL, shared=True, today=TODAY).copy)
    assert parse_shape(dump(kept)) == kept


def test_a_library_that_was_broken_by_hand_hides_nothing_else(library: Library, tmp_path: Path) -> None:
    library.keep(ANA, DEAL, shared=True, today=TODAY)
    (tmp_path / "dashboards" / "calculations" / "2.yaml").write_text("version: 1\nentries: [{}]\n")
    assert [one.name for one in library.offered(CID)] == ["1/per_deal"]
    with pytest.raises(InvalidInput, match=r"2\.yaml"):
        library.keep(BOB, DEAL, shared=True, today=TODAY)
