"""The parts of a pipeline's change add up to it exactly, for any two days, any viewer and any filters."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import open_catalog
from datasource.question import Filter, Op, Period
from datasource.reports.pipeline_changes import PipelineChanges, pipeline_changes
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import random_company
from tests.tiny_crm import TODAY
from tests.traps.company import STAGES, ask, company

BOB, CID = Viewer("Bob", ScopeKind.SELF, 2), Viewer("Cid", ScopeKind.SELF, 3)
VIEWERS = [OPERATOR, *(Viewer(kind, kind, 4) for kind in ScopeKind if kind is not ScopeKind.ALL)]
FILTERS = [
    Filter(field="owner", op=Op.IS_NULL),
    Filter(field="owner", op=Op.CONTAINS, value="ann"),
    Filter(field="department", op=Op.EQ, value="East"),
    Filter(field="stage", op=Op.NE, value="Unknown"),
    Filter(field="amount", op=Op.GTE, value=5000),
    Filter(field="expected_close_date", op=Op.GTE, value="2020-06"),
    Filter(field="product", op=Op.EQ, value="App"),
    Filter(field="source", op=Op.IN, value=("Web", "Mail")),
]


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> list[Catalog]:
    return [open_catalog(random_company(tmp_path_factory.mktemp("random"), seed)) for seed in (5, 6, 7)]


def parts(found: PipelineChanges) -> dict[str, tuple[int, float]]:
    """The parts that are not nothing."""
    return {part.cause: (part.count, part.amount) for part in found.changes if part.count}


def days(start: str, end: str) -> Period:
    return Period(start=date.fromisoformat(start), end=date.fromisoformat(end))


def test_the_tiny_company_s_february_and_march(tiny: Catalog) -> None:
    found = pipeline_changes(tiny, OPERATOR, days("2024-02-01", "2024-03-31"))
    assert found.opening.rows.row(0) == (350.0, 2)  # 31 January: O1 100 in Propose, O4 250 in Qualify
    assert parts(found) == {
        "new": (2, 130.01),  # O2 50 (entered 6 February), O3 80.01
        "increased": (1, 50.0),  # O4 250 → 300 on 1 March
        "won": (1, -100.0),  # O1 on 10 February
        "lost": (1, -50.0),  # O2 on 15 March: it came and went in between
    }
    assert found.closing.rows.row(0) == (380.01, 2)  # O3 80.01, O4 300


def test_what_is_dropped_stands_apart_from_what_is_lost(tiny: Catalog) -> None:
    found = pipeline_changes(tiny, OPERATOR, days("2024-04-01", "2024-06-30"))
    assert parts(found) == {"new": (2, 50.0), "won": (1, -300.0), "invalid": (1, -10.0)}  # O5 40, O6 10; O4; O6


def test_a_deal_that_changes_hands_moves_out_of_one_pipeline_and_into_another(tmp_path: Path) -> None:
    deal = {"outcome": "open", "amount": 9_00, "pipeline_id": 1, "stage_id": 1, "owner_id": 2}
    deal |= {"created_date": date(2024, 1, 5), "expected_close_date": date(2024, 8, 1)}
    log: dict[str, Any] = {"opportunity_id": 1, "stage_id": 1}
    events = [
        log | {"entered_date": date(2024, 1, 5), "amount": 7_00, "owner_id": 3, "close_date": date(2024, 3, 1)},
        log | {"entered_date": date(2024, 2, 5), "amount": 9_00, "owner_id": 2, "close_date": date(2024, 8, 1)},
    ]
    people = [{"name": "Ann"}, {"name": "Bob"}, {"name": "Cid"}]
    catalog = company(
        tmp_path, users=people, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=[deal], stage_events=events
    )
    february = days("2024-02-01", "2024-02-29")
    assert parts(pipeline_changes(catalog, OPERATOR, february)) == {"increased": (1, 2.0)}
    assert parts(pipeline_changes(catalog, CID, february)) == {"moved_out": (1, -7.0)}
    assert parts(pipeline_changes(catalog, BOB, february)) == {"moved_in": (1, 9.0)}
    spring = (Filter(field="expected_close_date", op=Op.LT, value="2024-06"),)
    assert parts(pipeline_changes(catalog, OPERATOR, february, spring)) == {"moved_out": (1, -7.0)}


def test_a_stage_is_left_by_moving_out_of_it_even_when_the_deal_is_won_later(tiny: Catalog) -> None:
    qualify = (Filter(field="stage", op=Op.EQ, value="Qualify"),)
    found = pipeline_changes(tiny, OPERATOR, days("2024-02-01", "2024-06-30"), qualify)
    assert parts(found) == {
        "new": (4, 180.01),  # O2, O3, O5, O6
        "moved_out": (2, -330.01),  # O4 250 and O3 80.01, to Propose
        "lost": (1, -50.0),
        "invalid": (1, -10.0),
    }


def test_the_deals_behind_the_parts_are_those_that_the_viewer_may_see(tiny: Catalog) -> None:
    found = pipeline_changes(tiny, BOB, days("2024-01-01", "2024-06-30"))
    assert sorted(found.deals.select("cause", "name", "change").rows()) == [
        ("new", "O1", 100.0),
        ("new", "O5", 40.0),
        ("won", "O1", -100.0),
    ]


def test_a_filter_on_stages_needs_a_stage_log(tmp_path: Path) -> None:
    deal = {"outcome": "open", "amount": 1_00, "pipeline_id": 1, "stage_id": 1, "created_date": date(2024, 1, 1)}
    catalog = company(tmp_path, pipelines=[{"name": "Main"}], stages=STAGES, opportunities=[deal])
    where = (Filter(field="stage", op=Op.EQ, value="Qualify"),)
    with pytest.raises(MingjingError, match="have no stage log"):
        pipeline_changes(catalog, OPERATOR, days("2024-02-01", "2024-02-29"), where)


def test_a_period_that_runs_on_ends_today(tiny: Catalog) -> None:
    assert pipeline_changes(tiny, OPERATOR, Period(preset="this_year")).end == TODAY


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    store=st.integers(0, 2),
    start=st.dates(date(2019, 12, 1), date(2021, 4, 1)),
    length=st.integers(0, 500),
    viewer=st.sampled_from(VIEWERS),
    where=st.lists(st.sampled_from(FILTERS), max_size=2, unique=True),
)
def test_the_parts_add_up_to_the_change(  # noqa: PLR0917  (each part is drawn)
    catalogs: list[Catalog], store: int, start: date, length: int, viewer: Viewer, where: list[Filter]
) -> None:
    period = Period(start=start, end=start + timedelta(days=length))
    found = pipeline_changes(catalogs[store], viewer, period, tuple(where))
    opening, closing = (round((part.rows["open_amount"][0] or 0) * 100) for part in (found.opening, found.closing))
    assert opening + sum(round(part.amount * 100) for part in found.changes) == closing
    count = {part.cause: part.count for part in found.changes}
    came, went = count["new"] + count["moved_in"], sum(count[name] for name in ("moved_out", "won", "lost", "invalid"))
    opened, left = (int(part.rows["open_opportunities"][0]) for part in (found.opening, found.closing))
    assert opened + came - went == left
    assert all(part.amount >= 0 for part in found.changes if part.cause == "increased")


def test_opening_and_closing_are_the_metric_of_these_days(tiny: Catalog) -> None:
    found = pipeline_changes(tiny, CID, days("2024-03-01", "2024-05-31"))
    for answer, day in ((found.opening, "2024-02-29"), (found.closing, "2024-05-31")):
        told = ask(tiny, CID, metrics=["open_amount"], period={"from": "2024-01-01", "to": day})
        assert told.rows["open_amount"][0] == answer.rows["open_amount"][0]
