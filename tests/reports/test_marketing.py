"""What contents and events brought, silent leads and compared segments, worked out by hand on a few rows."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.reports.content_effect import content_effect
from datasource.reports.events import events
from datasource.reports.lead_answers import lead_answers, lead_owners
from datasource.reports.preferred_channels import preferred
from datasource.reports.segment_compare import Condition, comparable, compare_segments, offered
from datasource.reports.silent_leads import silent_leads
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import Row
from tests.traps.company import company, won

BOB = Viewer("Bob", ScopeKind.SELF, 2)
DEE = Viewer("Dee", ScopeKind.SELF, 4)


def touched(day: date, **more: object) -> Row:
    return {"touched_at": datetime(day.year, day.month, day.day, 9), "touched_date": day} | more


def test_a_lead_counts_under_each_content_and_once_in_all(tmp_path: Path) -> None:
    """Paper and film touch lead 1, whose customer's deal of 100 came after both and one of 40 before; film lead 2."""
    may = date(2024, 5, 1)
    catalog = company(
        tmp_path,
        customers=[{"name": "C"}],
        contents=[{"title": "Paper", "kind": "Paper", "cost_amount": 7_00}, {"title": "Film"}],
        leads=[{"name": "L1", "status": "converted", "customer_id": 1}, {"name": "L2", "status": "dead"}],
        touches=[
            touched(may, lead_id=1, content_id=1),
            touched(may, lead_id=1, content_id=2),
            touched(may, lead_id=2, content_id=2),
        ],
        opportunities=[
            won(100_00, date(2024, 6, 1)) | {"customer_id": 1, "created_date": date(2024, 5, 2)},
            won(40_00, date(2024, 5, 3)) | {"customer_id": 1, "created_date": date(2024, 4, 30)},
        ],
    )
    told = content_effect(catalog, OPERATOR).result
    assert told.rows.rows() == [("Film", None, None, 2, 1, 1, 1, 100.0), ("Paper", "Paper", 7.0, 1, 1, 1, 1, 100.0)]
    assert told.totals == {"cost": None, "leads": 2, "qualified": 1, "deals": 1, "won": 1, "won_amount": 100.0}


def test_what_a_content_cost_is_told_to_those_who_see_all_data(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        contents=[{"title": "Paper", "cost_amount": 7_00}],
        leads=[{"name": "L1", "owner_id": 2}],
        touches=[touched(date(2024, 5, 1), lead_id=1, content_id=1)],
    )
    told = content_effect(catalog, BOB).result
    assert told.rows.to_dicts() == [
        {"content": "Paper", "kind": None, "leads": 1, "qualified": 0, "deals": 0, "won": 0, "won_amount": 0.0}
    ]
    assert "cost" not in [column.name for column in told.columns]
    assert "cost" not in (told.totals or {})
    assert content_effect(catalog, OPERATOR).result.rows["cost"].to_list() == [7.0]


def test_the_events_of_the_tiny_company(tiny: Catalog) -> None:
    found = events(tiny, OPERATOR).found
    people = dict(found.steps.filter(found.steps["event"].is_null()).select("step", "people").iter_rows())
    # L2 came and was entered four days later; Acme's contact stayed away, and O5 was opened 59 days later.
    assert people == {"registered": 2, "attended": 1, "lead": 1, "deal": 0, "won": 0}
    assert found.beside == 1


@pytest.mark.parametrize(("viewer", "attended"), [(BOB, 0), (DEE, 1)])
def test_people_at_events_are_seen_by_whom_they_belong_to(tiny: Catalog, viewer: Viewer, attended: int) -> None:
    steps = events(tiny, viewer).found.steps
    assert dict(steps.filter(steps["event"].is_null()).select("step", "people").iter_rows()) == {
        "registered": 1, "attended": attended, "lead": attended, "deal": 0, "won": 0,
    }  # fmt: skip


def test_leads_without_a_deal_since_they_reached_out(tiny: Catalog) -> None:
    made = silent_leads(tiny, OPERATOR, 180)
    assert made.leads.select("name", "owner", "touches", "last_touch", "days").rows() == [
        ("L2", "Dee", 1, date(2024, 2, 1), 150),
        ("L1", "Bob", 2, date(2024, 1, 5), 177),
    ]
    assert silent_leads(tiny, BOB, 180).leads["name"].to_list() == ["L1"]
    with pytest.raises(MingjingError, match="touches of leads within the window"):
        silent_leads(tiny, OPERATOR, 90)


def test_a_lead_whose_customer_has_a_deal_is_not_silent(tmp_path: Path) -> None:
    leads: list[Row] = [{"name": "L1", "customer_id": 1}, {"name": "L2"}, {"name": "L3", "status": "dead"}]
    touches = [touched(date(2024, 6, 1), lead_id=lead, channel="Form") for lead in (1, 2, 3)]
    deals: list[Row] = [{"customer_id": 1, "outcome": "open", "created_date": date(2024, 6, 3)}]
    catalog = company(tmp_path, customers=[{"name": "C"}], leads=leads, touches=touches, opportunities=deals)
    assert silent_leads(catalog, OPERATOR, 90).leads["name"].to_list() == ["L2"]


def test_too_little_is_refused_in_a_sentence(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="At least 50 leads"):
        lead_answers(tiny, OPERATOR)
    with pytest.raises(MingjingError, match="At least 20 customers"):
        preferred(tiny, OPERATOR)
    assert lead_owners(tiny, OPERATOR).owners.select("owner", "leads", "waiting").rows() == [
        ("Bob", 1, 0), ("Dee", 1, 1),
    ]  # fmt: skip


FAIR = (Condition("touched_channel", ("Fair",)),)
IT = (Condition("industry", ("IT",)),)


@pytest.fixture
def twenty(tmp_path: Path) -> Catalog:
    """Ten customers of IT met at the fair, who bought after 9 or 11 days; ten of trade, after 29 or 31."""
    begun = date(2024, 1, 1)
    days = [9, 11] * 5 + [29, 31] * 5
    return company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        customers=[
            {
                "name": f"C{number}", "created_date": begun, "industry": "IT" if number <= 10 else "Trade",
                "owner_id": 1 + number % 2,
            }
            for number in range(1, 21)
        ],
        contracts=[
            {
                "customer_id": number, "status": "approved", "amount": 10_00 * number,
                "order_date": begun + timedelta(days=day),
            }
            for number, day in enumerate(days, 1)
        ],
        touches=[touched(begun, customer_id=number, channel="Fair") for number in range(1, 11)],
    )  # fmt: skip


@pytest.mark.parametrize("first", [FAIR, IT])
def test_the_deal_cycle_of_those_met_at_the_fair_against_the_rest(
    twenty: Catalog, first: tuple[Condition, ...]
) -> None:
    made = compare_segments(twenty, OPERATOR, "cycle_days", first)
    assert (made.found.first, made.found.second, made.found.difference) == pytest.approx((10, 30, -20))
    assert (made.found.certain, made.found.rows, made.customers) == (True, (10, 10), (10, 10))
    assert made.found.high < -18


def test_a_sum_is_told_per_customer_in_major_units(twenty: Catalog) -> None:
    made = compare_segments(twenty, OPERATOR, "contract_amount", IT)
    assert made.per_customer
    assert (made.found.first, made.found.second) == pytest.approx((55, 155))  # 10 … 100 and 110 … 200


def test_a_rate_is_counted_from_yes_and_no(twenty: Catalog) -> None:
    with pytest.raises(MingjingError, match="the same value"):
        compare_segments(twenty, OPERATOR, "deal_rate", IT)  # everybody has dealt


def test_segments_are_of_what_the_viewer_sees(twenty: Catalog) -> None:
    with pytest.raises(MingjingError, match="At least 8"):
        compare_segments(twenty, BOB, "cycle_days", IT)  # five of each are Bob's


def test_a_customer_in_both_segments_is_refused(twenty: Catalog) -> None:
    with pytest.raises(MingjingError, match="10 customers are in both"):
        compare_segments(twenty, OPERATOR, "cycle_days", IT, FAIR)
    with pytest.raises(MingjingError, match="cannot be told by customer"):
        compare_segments(twenty, OPERATOR, "ad_clicks", IT)


def test_what_can_be_chosen(twenty: Catalog) -> None:
    assert offered(twenty, OPERATOR, "touched_channel") == ("Fair",)
    assert offered(twenty, OPERATOR, "industry") == ("IT", "Trade")
    assert {"cycle_days", "win_rate", "contract_amount", "avg_won_amount"} <= set(comparable())
    assert not {"open_amount", "ad_cost", "campaign_cost", "cost_per_click"} & set(comparable())
