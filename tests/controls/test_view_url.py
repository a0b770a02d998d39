"""A link reopens the same view; a garbled one opens the page and says so in one sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.model import Controls
from datasource.periods import PRESETS
from datasource.question import Filter, Grain, Op, Period
from widgets.controls.choice import Choice, opening_choice
from widgets.controls.view_url import read_link, write_link

ALL_SHOWN = Controls(
    show=("period", "grain", "compare", "department", "owner", "pipeline"),
    compare="previous",
    where=(Filter(field="pipeline", op=Op.IN, value=("New business",)),),
)

PERIODS = st.one_of(
    st.sampled_from(sorted(PRESETS)).map(lambda name: Period(preset=name)),
    st.tuples(st.dates(), st.dates()).map(lambda ends: Period.model_validate({"from": min(ends), "to": max(ends)})),
)
MEMBERS = st.lists(st.text(min_size=1, max_size=8), max_size=3, unique=True).map(tuple)
CHOICES = st.builds(
    Choice,
    period=PERIODS,
    grain=st.none() | st.sampled_from(Grain),
    compare=st.sampled_from([None, "previous", "last_year"]),
    picks=st.fixed_dictionaries({}, optional={"department": MEMBERS, "owner": MEMBERS, "pipeline": MEMBERS}).map(
        lambda picks: tuple(picks.items())
    ),
    below=st.booleans(),
    former=st.booleans(),
)


@given(choice=CHOICES)
def test_a_link_reopens_the_same_choice(choice: Choice) -> None:
    reading = read_link(write_link(choice, ALL_SHOWN), ALL_SHOWN)
    assert reading.choice == choice
    assert reading.note == ""


@given(
    params=st.dictionaries(
        st.sampled_from(["period", "from", "to", "grain", "compare", "owner", "below", "former", "x", ""]),
        st.lists(st.text(max_size=12), max_size=3),
    )
)
def test_no_parameters_whatever_crash_the_page(params: dict[str, list[str]]) -> None:
    reading = read_link(params, ALL_SHOWN)
    assert read_link(write_link(reading.choice, ALL_SHOWN), ALL_SHOWN).choice == reading.choice


def test_an_untouched_page_has_no_parameters() -> None:
    assert write_link(opening_choice(ALL_SHOWN), ALL_SHOWN) == {}


def test_a_link_in_words() -> None:
    choice = Choice(
        period=Period(start=date(2024, 1, 1), end=date(2024, 3, 31)),
        grain=Grain.MONTH,
        compare=None,
        picks=(("owner", ("张伟", "李娜")),),
        below=False,
    )
    assert write_link(choice, ALL_SHOWN) == {
        "from": ["2024-01-01"],
        "to": ["2024-03-31"],
        "grain": ["month"],
        "compare": ["none"],
        "owner": ["张伟", "李娜"],
        "pipeline": [""],
        "below": ["0"],
    }


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"period": ["next_year"]}, "period=next_year"),
        ({"period": ["this_month", "last_month"]}, "period=this_month,last_month"),
        ({"from": ["2024-01-01"]}, "from=2024-01-01"),
        ({"to": ["2024-01-01"]}, "to=2024-01-01"),
        ({"from": ["2024-13-01"], "to": ["2024-12-31"]}, "from=2024-13-01"),
        ({"from": ["2024-02-01"], "to": ["2024-01-01"]}, "from=2024-02-01"),
        ({"grain": ["decade"]}, "grain=decade"),
        ({"compare": ["budget"]}, "compare=budget"),
        ({"below": ["maybe"]}, "below=maybe"),
        ({"colour": ["red"]}, "colour=red"),
        ({"grain": []}, "grain="),
    ],
)
def test_what_cannot_be_read_is_left_out_and_named(params: dict[str, list[str]], named: str) -> None:
    reading = read_link(params, ALL_SHOWN)
    assert reading.choice == opening_choice(ALL_SHOWN)
    assert reading.note == f"The link holds something this page cannot read and leaves out: `{named}`."


def test_the_good_parts_of_a_bad_link_are_followed() -> None:
    reading = read_link({"grain": ["week"], "period": ["someday"]}, ALL_SHOWN)
    assert reading.choice.grain is Grain.WEEK
    assert "period=someday" in reading.note


def test_a_control_that_the_page_lacks_is_not_followed() -> None:
    bare = Controls(show=("period",))
    assert read_link({"owner": ["张伟"]}, bare).choice.picks == ()


def test_parameters_of_the_page_itself_stand_beside() -> None:
    assert read_link({"board": ["mine"]}, ALL_SHOWN, beside=("board",)).note == ""
