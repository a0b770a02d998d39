"""The filter bar on a real page: what it shows, what it writes into the address, what a bad link gets."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]

COCKPIT = "pages/cockpit/cockpit.py"
FUNNEL = "pages/sales/funnel.py"
YEAR = {"from": "2024-01-01", "to": "2024-12-31"}


def customers(page: AppTest) -> str:
    assert not page.exception
    return next(card.value for card in page.metric if card.label == "New customers")


def test_a_choice_goes_into_the_address_and_back_out_when_it_is_the_opening_one(opened: Open) -> None:
    page = opened(COCKPIT, "boss")
    page.selectbox(key="filter_period").select("last_month").run()
    assert page.query_params == {"period": "last_month"}
    page.selectbox(key="filter_period").select("this_year").run()
    assert page.query_params == {}


def test_a_link_opens_the_view_that_it_was_taken_from(opened: Open) -> None:
    first = opened(COCKPIT, "boss")
    first.multiselect(key="filter_pick_owner").select("Bob").run()
    first.selectbox(key="filter_grain").select("quarter").run()
    second = opened(COCKPIT, "boss", **first.query_params)
    assert customers(second) == customers(first) == "2"
    assert second.selectbox(key="filter_grain").value == "quarter"
    assert second.multiselect(key="filter_pick_owner").value == ["Bob"]


def test_from_to_starts_with_the_days_that_were_shown(opened: Open) -> None:
    page = opened(COCKPIT, "boss")
    page.selectbox(key="filter_period").select("custom").run()
    assert page.query_params == {"from": "2024-01-01", "to": "2024-12-31"}
    assert len(page.date_input) == 1


def test_a_garbled_link_opens_the_page_and_says_so(opened: Open) -> None:
    page = opened(COCKPIT, "boss", period="someday", grain="week")
    told = "The link holds something this page cannot read and leaves out: `period=someday`."
    assert [info.value for info in page.info] == [told]
    assert customers(page) == "4"


def test_former_staff_are_offered_on_demand(opened: Open) -> None:
    page = opened(COCKPIT, "boss")
    assert page.multiselect(key="filter_pick_owner").options == ["Ann", "Bob", "Dee", "—"]
    page.toggle(key="filter_former").set_value(True).run()
    assert page.multiselect(key="filter_pick_owner").options == ["Ann", "Bob", "Cid", "Dee", "—"]
    assert customers(page) == "4"


def test_departments_stand_as_a_tree_and_take_those_below_in(opened: Open) -> None:
    page = opened(COCKPIT, "boss")
    assert page.multiselect(key="filter_pick_department").options == ["East", "\u2003Team A", "West", "—"]
    page.multiselect(key="filter_pick_department").select("East").run()
    assert customers(page) == "3"
    page.toggle(key="filter_below").set_value(False).run()
    assert customers(page) == "0"


def test_a_rep_is_offered_only_what_they_may_see(opened: Open) -> None:
    page = opened(COCKPIT, "bob")
    assert page.multiselect(key="filter_pick_owner").options == ["Bob"]
    assert page.multiselect(key="filter_pick_department").options == ["East", "\u2003Team A"]


def test_a_link_to_somebody_else_tells_a_rep_nothing(opened: Open) -> None:
    page = opened(COCKPIT, "bob", owner=["Dee"])
    assert [info.value for info in page.info] == ["Not among what you may see, and left out: `Dee`."]
    assert customers(page) == "2"


def test_reset_opens_the_page_as_it_opens(opened: Open) -> None:
    page = opened(FUNNEL, "boss", funnel="cumulative", period="last_year", owner=["Bob"])
    page.button(key="filter_reset").click().run()
    assert page.query_params == {"funnel": "cumulative"}
    assert page.selectbox(key="filter_period").value == "this_year"
