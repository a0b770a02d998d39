"""The page Segments as people open it: cut-offs in the link, bad ones told, groups with their customers."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from datasource.people.accounts import find_account
from datasource.people.team_segments import kept_segments, save_segment
from datasource.question import Filter, Op
from tests.pages.conftest import Tiny, served
from tests.reports.segment_company import build
from widgets.blocks import waiting

PAGE = "pages/customers/segments.py"
EDITED = "30,60,100,200;1,2,3,5;1,2,3,4"
CONTRACTS = "pages/performance/contract_amount.py"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def kinds_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    folder = tmp_path_factory.mktemp("kinds")
    build(folder)
    with served(folder) as kinds:
        yield kinds


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page without a browser does not draw itself anew, so it waits until the work is over."""
    monkeypatch.setattr(waiting, "PATIENCE", 60.0)


def notes(page: AppTest) -> list[str]:
    return [one.value for one in page.info]


def listed(page: AppTest, key: str) -> list[str]:
    return list(page.dataframe(key=f"segments_{key}_list").value["label"])


@pytest.mark.parametrize("login", ["boss", "bob"])
@pytest.mark.parametrize("part", ["rfm", "clusters", "who", "life"])
def test_a_company_without_findings_gets_a_sentence_or_its_few_customers(opened: Open, login: str, part: str) -> None:
    page = opened(PAGE, login, part=part)
    assert not page.exception
    assert page.info or part == "life"


def test_cut_offs_of_the_link_score_anew(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "boss", cuts=EDITED, group="5-5")
    assert not page.exception
    assert notes(page) == []
    table = page.dataframe(key="segments_rfm_table").value
    assert table["segment"].tolist() == ["Champions", "Asleep"]
    assert len(listed(page, "rfm")) == 60


def test_what_is_entered_counts_and_goes_into_the_link_and_back(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "boss", cuts=EDITED)
    page.number_input(key="segments_cut_recency_3").set_value(500.0).run()
    assert page.query_params["cuts"] == "30,60,100,500;1,2,3,5;1,2,3,4"
    assert page.dataframe(key="segments_rfm_table").value["customers"].sum() == 120
    page.button(key="segments_cut_back").click().run()
    assert "cuts" not in page.query_params
    assert page.number_input(key="segments_cut_recency_3").value != 500.0


def test_cut_offs_that_do_not_rise_are_told_and_nothing_is_lost(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "boss", cuts=EDITED)
    page.number_input(key="segments_cut_recency_0").set_value(70.0).run()
    assert not page.exception
    assert ["must rise" in one.value for one in page.error] == [True]
    assert page.query_params["cuts"] == EDITED
    assert page.number_input(key="segments_cut_recency_0").value == 70.0
    assert page.dataframe(key="segments_rfm_table").value["segment"].tolist() == ["Champions", "Asleep"]
    page.number_input(key="segments_cut_recency_0").set_value(40.0).run()
    assert not page.error
    assert page.query_params["cuts"] == "40,60,100,200;1,2,3,5;1,2,3,4"


@pytest.mark.parametrize(
    "cuts", ["abc", "1,2,3,4", "4,3,2,1;1,2,3,4;1,2,3,4", "1,2,3,nan;1,2,3,4;1,2,3,4", "-1,2,3,4;1,2,3,4;1,2,3,4"]
)
def test_a_link_that_holds_no_cut_offs_is_told(kinds_served: Tiny, cuts: str) -> None:
    page = kinds_served.open(PAGE, "boss", cuts=cuts, group="nobody")
    assert not page.exception
    assert [("cuts=" in one, "group=" in one) for one in notes(page)] == [(True, False), (False, True)]


def test_behaviour_is_told_in_words_or_none_lasts(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "boss", part="clusters", fields="recency,frequency,industry", group="2")
    assert not page.exception
    assert any("much lower than all" in one.value for one in page.markdown)
    assert len(listed(page, "clusters")) == 60
    alone = kinds_served.open(PAGE, "boss", part="clusters", fields="recency,basket", industry="Retail")
    assert any("no stable clusters" in one for one in notes(alone))


def test_stages_of_life_list_those_who_moved(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "boss", part="life", month="2025-12", group="Lost")
    assert not page.exception
    assert notes(page) == []
    assert len(listed(page, "life")) == 60
    assert "Lost customer" in page.dataframe(key="segments_life_net_table").value["stage"].tolist()


def test_what_they_are_begins_with_the_field_that_tells_most(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "bob", part="who")
    assert not page.exception
    assert page.dataframe[0].value["field"].tolist()[0] == "Industry"
    assert sorted(page.dataframe(key="segments_who_table").value["name"]) == ["Banking", "Retail"]


def saved(kinds: Tiny, login: str, name: str, **params: str) -> AppTest:
    """The page after `login` has saved the group in sight as a segment called `name`."""
    page = kinds.open(PAGE, login, **params)
    part = {"": "rfm"}.get(params.get("part", ""), params.get("part", ""))
    page.text_input(key=f"segments_keep_{part}_name").set_value(name).run()
    page.button(key=f"segments_keep_{part}_save").click().run()
    assert not page.exception
    return page


def keys(kinds: Tiny) -> dict[str, str]:
    return {one.label: str(one.key) for one in kept_segments(kinds.database)}


def test_a_saved_segment_filters_other_pages_until_it_is_deleted(kinds_served: Tiny) -> None:
    page = saved(kinds_served, "ana", "Regulars", cuts=EDITED, group="Champions")
    assert ["“Regulars” is saved" in one.value for one in page.toast] == [True]
    key = keys(kinds_served)["Regulars"]
    for period, alike in (("this_year", True), ("last_year", False)):  # the others bought the year before
        whole = kinds_served.open(CONTRACTS, "boss", period=period)
        some = kinds_served.open(CONTRACTS, "boss", period=period, team_segment=key)
        assert not some.error
        assert ([one.value for one in some.metric] == [one.value for one in whole.metric]) is alike
    team = kinds_served.open(PAGE, "ana", part="team")
    team.text_input(key=f"segments_team_{key}_label").set_value("Old friends").run()
    team.button(key=f"segments_team_{key}_rename_do").click().run()
    assert not kinds_served.open(CONTRACTS, "boss", team_segment=key).error
    team.button(key=f"segments_team_{key}_delete_do").click().run()
    assert not team.exception
    saved(kinds_served, "ana", "Others", part="life", group="Lost")
    gone = kinds_served.open(CONTRACTS, "boss", team_segment=key)
    assert not gone.exception
    assert ["“Old friends” was deleted" in one.value for one in gone.error] == [True]
    assert not gone.metric


def test_a_bad_name_is_refused_in_place(kinds_served: Tiny) -> None:
    saved(kinds_served, "ana", "Once", part="life", group="Lost")
    page = saved(kinds_served, "ana", "Once", part="life", group="Lost")
    assert ["already" in one.value for one in page.error] == [True]


def test_readers_see_segments_and_save_none(kinds_served: Tiny) -> None:
    saved(kinds_served, "ana", "Mine", part="life", group="Lost")
    page = kinds_served.open(PAGE, "bob", part="team")
    assert not page.exception
    assert any("Mine" in one.value for one in page.markdown)
    assert not page.selectbox
    assert not [one for one in page.button if "delete" in str(one.key)]
    assert not [one for one in page.text_input if "keep" in str(one.key)]


def test_a_segment_by_hand_says_how_many_it_holds(kinds_served: Tiny) -> None:
    page = kinds_served.open(PAGE, "ana", part="team")
    page.selectbox(key="segments_team_0_field").set_value("industry").run()
    page.multiselect(key="segments_team_0_industry_members").set_value(["Retail"]).run()
    page.selectbox(key="segments_team_1_field").set_value("contract_frequency").run()
    page.number_input(key="segments_team_1_contract_frequency_value").set_value(7.0).run()
    assert not page.exception
    assert page.button(key="segments_team_hand_count").label == "40 customers"
    page.text_input(key="segments_keep_hand_name").set_value("Best shops").run()
    page.button(key="segments_keep_hand_save").click().run()
    assert "Best shops" in keys(kinds_served)


def test_conditions_name_no_customer_that_the_reader_may_not_see(kinds_served: Tiny) -> None:
    """Bob has C003, not C001."""
    boss = find_account(kinds_served.database, "boss")
    named = (Filter(field="customer", op=Op.IN, value=("C001", "C003")), Filter(field="owner", op=Op.EQ, value="Ann"))
    save_segment(kinds_served.database, boss, "Named", named)
    told = " ".join(one.value for one in kinds_served.open(PAGE, "bob", part="team").markdown)
    assert "Customer: C003, 1 more" in told
    assert "C001" not in told
    assert "Owner: 1 more" in told
    assert "C001" in " ".join(one.value for one in kinds_served.open(PAGE, "boss", part="team").markdown)
