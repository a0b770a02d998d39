"""Calculations that people keep: whose they are, who is offered them, and what charts hold of them."""

from datetime import date
from pathlib import Path

import pytest

from dashboards.drafts import Editing
from dashboards.dump import dump
from dashboards.library import Library, users
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
    kept = library.keep(ANA, DEAL, shared=True, today=TODAY)
    certified = library.certify(kept, "root", TODAY).entry
    assert (certified.certified_by, certified.certified_on) == ("root", TODAY)
    assert library.keep(ANA, DEAL, shared=True, today=TODAY).entry == certified
    assert library.certify(kept, "", TODAY).entry == kept.entry
    library.certify(kept, "root", TODAY)
    other = DEAL.model_copy(update={"definition": "Won per won deal."})
    changed = library.keep(ANA, other, shared=True, today=TODAY).entry
    assert (changed.certified_by, changed.certified_on) == ("", None)
    with pytest.raises(MingjingError, match="changed meanwhile"):
        library.certify(kept, "root", TODAY)


def test_what_was_taken_from_the_team_comes_back_without_its_certification(library: Library) -> None:
    library.certify(library.keep(ANA, DEAL, shared=True, today=TODAY), "root", TODAY)
    assert library.keep(ANA, DEAL, shared=False, today=TODAY).entry.certified_by == ""
    assert library.keep(ANA, DEAL, shared=True, today=TODAY).entry.certified_by == ""


def test_a_metric_does_not_become_a_dimension_under_the_charts_that_use_it(library: Library) -> None:
    library.keep(ANA, DEAL, shared=True, today=TODAY)
    bands = {"id": "per_deal", "label": "Bands", "buckets": {"field": "amount", "edges": (10,)}}
    with pytest.raises(MingjingError, match="A metric stays a metric"):
        library.keep(ANA, Calculation.model_validate(bands), shared=True, today=TODAY)


def test_the_id_of_a_dropped_entry_is_never_given_to_another(library: Library) -> None:
    library.keep(ANA, DEAL, shared=True, today=TODAY)
    library.drop(ANA, "per_deal")
    assert library.taken(ANA) == {"per_deal"}
    with pytest.raises(MingjingError, match="was the id of a calculation that is gone"):
        library.keep(ANA, DEAL, shared=False, today=TODAY)


def test_a_draft_and_what_it_was_begun_with_say_what_the_entry_says_now(library: Library) -> None:
    copy = library.keep(ANA, DEAL, shared=True, today=TODAY).copy
    draft = Editing(board(copy), 1, base=board(copy))
    assert library.refreshed_draft(draft, BOB) is draft
    other = DEAL.model_copy(update={"ratio": Ratio(of="won_amount", to="closed_count")})
    library.keep(ANA, other, shared=True, today=TODAY)
    fresh = library.refreshed_draft(draft, BOB)
    assert held(fresh.board).ratio == Ratio(of="won_amount", to="closed_count")
    assert not fresh.differs


def test_the_boards_that_use_an_entry_are_found(library: Library) -> None:
    copy = library.keep(ANA, DEAL, shared=True, today=TODAY).copy
    assert users("1/per_deal", (board(DEAL), board(copy))) == (board(copy),)


def test_a_board_without_copies_costs_no_reading(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "offered", lambda *_: pytest.fail("the library was read"))
    assert library.refreshed(board(DEAL), BOB) == board(DEAL)


def test_only_a_teams_entry_is_certified(library: Library) -> None:
    kept = library.keep(ANA, DEAL, shared=False, today=TODAY)
    with pytest.raises(MingjingError, match="no team metric 'per_deal'"):
        library.certify(kept, "root", TODAY)


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
