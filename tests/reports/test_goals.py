"""Goal attainment of the tiny company, worked out by hand, and the rules that hold for any year."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.periods import Span, month_end
from datasource.question import Grain
from datasource.reports import goals as report
from datasource.reports.goal_parts import Pace, Part
from datasource.reports.goals import Goals, YearOff, goal_holders, goal_years, goals, season
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.tables.enums import TargetKind
from tests import tiny_crm

CONTRACT, RECEIVED = TargetKind.CONTRACT_AMOUNT, TargetKind.RECEIVED_AMOUNT
ANN = Viewer("Ann", ScopeKind.SUBORDINATES, 1)
BOB = Viewer("Bob", ScopeKind.SELF, 2)
DEE = Viewer("Dee", ScopeKind.SELF, 4)


def part(found: Goals, grain: Grain, number: int = 1) -> Part:
    return next(one for one in found.parts if one.grain is grain and one.number == number)


def money(one: Part) -> tuple[float | None, ...]:
    return one.actual, one.target, one.stretch, one.challenge


def test_an_employees_months_quarters_and_year(tiny: Catalog) -> None:
    found = goals(tiny, OPERATOR, "employee:2", CONTRACT, 2024)
    assert money(part(found, Grain.MONTH, 1)) == (20, 50, 60, 75)  # C4 on 30 January
    assert money(part(found, Grain.MONTH, 2)) == (100, 150, 180, 225)  # C1 on 11 February
    assert money(part(found, Grain.MONTH, 3)) == (0, None, None, None)  # C3 is pending
    assert money(part(found, Grain.MONTH, 7)) == (None, None, None, None)  # July lies ahead
    assert money(part(found, Grain.QUARTER, 1)) == money(found.whole) == (120, 200, 240, 300)
    assert (found.whole.attainment, found.whole.gap, found.whole.tier) == (0.6, 80, None)


def test_the_pace_of_the_year_by_working_days(tiny: Catalog) -> None:
    pace = next(
        one for one in goals(tiny, OPERATOR, "employee:2", CONTRACT, 2024).paces if one.part.grain is Grain.YEAR
    )
    # By the State Council's notice: January to June 22 + 18 + 21 + 22 + 21 + 19 = 123 of the year's 251 days.
    assert (pace.workdays, pace.passed, pace.left, pace.to_date) == (251, 123, 128, 120)
    assert pace.needed == pytest.approx(80 / 128)
    assert pace.projection == pytest.approx(120 / 123 * 251)


def test_a_department_rolls_up_those_below_it_or_not(tiny: Catalog) -> None:
    whole = goals(tiny, OPERATOR, "department:2", CONTRACT, 2024).whole
    assert money(whole) == (120, 220, 70, None)  # East's 60 + 160; Bob of Team A below it signed 120
    alone = goals(tiny, OPERATOR, "department:2", CONTRACT, 2024, False).whole
    assert money(alone) == (0, 220, 70, None)  # Ann alone signed nothing


def test_the_company_counts_everything(tiny: Catalog) -> None:
    found = goals(tiny, OPERATOR, "company", RECEIVED, 2024)
    assert money(found.whole) == (180, 90, None, None)
    assert (found.whole.attainment, found.whole.gap, found.whole.tier) == (2, -90, "target")


def test_the_people_below_and_their_own_attainment(tiny: Catalog) -> None:
    people = goals(tiny, OPERATOR, "department:2", CONTRACT, 2024).people
    assert people is not None
    assert people.rows.rows() == [("Bob", 120, 200, 0.6)]
    assert people.totals == {"contract_amount": 120, "target_amount": 200, "attainment": 0.6}
    assert goals(tiny, OPERATOR, "employee:2", CONTRACT, 2024).people is None


def test_months_that_do_not_add_up_to_the_stated_year_are_flagged(tiny: Catalog) -> None:
    assert goals(tiny, OPERATOR, "company", RECEIVED, 2024).off == (YearOff("Bob", 30, 40),)
    assert goals(tiny, OPERATOR, "company", CONTRACT, 2024).off == ()  # Bob's 50 + 150 are the 200 stated
    assert goals(tiny, ANN, "employee:2", RECEIVED, 2024).off == (YearOff("Bob", 30, 40),)


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (OPERATOR, ["company", "department:2", "department:3", "employee:2"]),
        (ANN, ["department:2", "department:3", "employee:2"]),
        (Viewer("Bob", ScopeKind.DEPARTMENT_TREE, 2), ["department:3", "employee:2"]),
        (BOB, ["employee:2"]),
        (DEE, []),
        (Viewer("nobody", ScopeKind.SELF), []),
    ],
)
def test_a_target_is_seen_by_those_who_see_its_whole_holder(tiny: Catalog, viewer: Viewer, seen: list[str]) -> None:
    assert [str(one.holder) for one in goal_holders(tiny, viewer)] == seen


@pytest.mark.parametrize(
    ("viewer", "holder"), [(BOB, "company"), (BOB, "department:3"), (DEE, "employee:2"), (OPERATOR, "x")]
)
def test_a_holder_out_of_scope_is_told_like_one_that_is_not_there(tiny: Catalog, viewer: Viewer, holder: str) -> None:
    with pytest.raises(MingjingError, match="There is no such holder of targets"):
        goals(tiny, viewer, holder, CONTRACT, 2024)


def test_years_ahead_and_years_over(tiny: Catalog) -> None:
    assert goal_years(tiny) == (2024,)
    ahead = goals(tiny, OPERATOR, "company", CONTRACT, 2025)
    assert (ahead.paces, money(ahead.whole), ahead.whole.gap) == ((), (None, None, None, None), None)
    over = goals(tiny, OPERATOR, "company", CONTRACT, 2023)
    assert [(one.part.grain, one.left, one.needed, one.projection) for one in over.paces] == [(Grain.YEAR, 0, None, 0)]


def test_a_fiscal_year_from_april(tmp_path: Path) -> None:
    meta = Meta(source="tiny", company="Tiny", currency="CNY", today=tiny_crm.TODAY, fiscal_start_month=4)
    with Store(tmp_path).publish(meta) as version:
        for name, rows in tiny_crm.tables().items():
            version.write(name, tiny_crm._frame(name, rows))
    shifted = open_catalog(tmp_path)
    assert goal_years(shifted) == (2023, 2024)
    found = goals(shifted, OPERATOR, "employee:2", CONTRACT, 2023)
    assert found.whole.span == Span(date(2023, 4, 1), date(2024, 3, 31))
    assert money(part(found, Grain.QUARTER, 4)) == money(found.whole) == (120, 200, 240, 300)
    assert part(found, Grain.MONTH, 10).span.start == date(2024, 1, 1)


def test_the_season_is_the_actual_of_each_month(tiny: Catalog) -> None:
    bob = next(one for one in goal_holders(tiny, OPERATOR) if str(one.holder) == "employee:2")
    assert season(tiny, OPERATOR, bob, CONTRACT, 2024) == (20_00, 100_00, *[0] * 10)
    assert season(tiny, OPERATOR, bob, CONTRACT, 2023) == (0,) * 12


AMOUNT = st.none() | st.integers(0, 10**12).map(lambda cents: cents / 100)


@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, AMOUNT), min_size=12, max_size=12))
def test_months_add_up_to_quarters_and_quarters_to_the_year(
    amounts: list[tuple[float | None, float | None, float | None, float | None]],
) -> None:
    starts = [date(2024, month, 1) for month in range(1, 13)]
    spans = [Span(start, month_end(start)) for start in starts]
    months = [Part(Grain.MONTH, n + 1, span, *amounts[n]) for n, span in enumerate(spans)]
    parts = report._parts(months)
    quarters, year = parts[12:16], parts[16]
    assert year.span == Span(quarters[0].span.start, quarters[-1].span.end)
    for name in ("actual", "target", "stretch", "challenge"):
        for place, quarter in enumerate(quarters):
            assert _known(months[3 * place : 3 * place + 3], name) == pytest.approx(getattr(quarter, name))
        assert _known(quarters, name) == pytest.approx(getattr(year, name))


def _known(parts: list[Part] | tuple[Part, ...], name: str) -> float | None:
    known = [getattr(one, name) for one in parts if getattr(one, name) is not None]
    return sum(known) if known else None


@pytest.mark.parametrize(
    ("actual", "tier"),
    [(99, None), (100, "target"), (119, "target"), (120, "stretch"), (150, "challenge"), (None, None)],
)
def test_the_tier_is_the_highest_reached(actual: float | None, tier: str | None) -> None:
    span = Span(date(2024, 1, 1), date(2024, 1, 31))
    assert Part(Grain.MONTH, 1, span, actual, 100, 120, 150).tier == tier
    assert Part(Grain.MONTH, 1, span, actual, None, None, None).tier is None
    assert Part(Grain.MONTH, 1, span, actual, 0, None, None).attainment is None


def test_nothing_is_needed_once_the_target_is_reached() -> None:
    one = Part(Grain.MONTH, 1, Span(date(2024, 1, 1), date(2024, 1, 31)), 120, 100, None, None)
    assert Pace(one, 22, 10, 120).needed == 0
    assert Pace(one, 22, 0, 120).projection is None
