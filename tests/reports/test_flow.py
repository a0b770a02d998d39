"""What went through the tiny company's stages, worked out by hand; the parts add up for every window and viewer."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import answer, open_catalog, records
from datasource.question import Filter, Op, Period, Records
from datasource.reports.flow import PARTS, flow, part_filters
from datasource.reports.funnel import pipelines
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import random_company

VIEWERS = [OPERATOR, *(Viewer(kind, kind, 4) for kind in ScopeKind if kind is not ScopeKind.ALL)]


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return open_catalog(random_company(tmp_path_factory.mktemp("random"), 6))


def test_the_flow_of_the_first_quarter(tiny: Catalog) -> None:
    found = flow(tiny, OPERATOR, "Main", Period(start=date(2024, 1, 1), end=date(2024, 3, 31)))
    assert [(stage.name, stage.entered, *stage.parts.values()) for stage in found.stages] == [
        ("Qualify", 4, 3, 0, 1, 0, 0),  # O1, O3, O4 advanced; O2 was lost on 15 March
        ("Propose", 3, 1, 0, 0, 0, 2),  # O1 won; O3 and O4, which was won in May, were still there
    ]


def test_what_ended_after_the_window_was_still_there(tiny: Catalog) -> None:
    found = flow(tiny, OPERATOR, "Main", Period(start=date(2024, 2, 1), end=date(2024, 2, 29)))
    assert [(stage.name, stage.entered, *stage.parts.values()) for stage in found.stages] == [
        ("Qualify", 2, 0, 0, 0, 0, 2),  # O2, O3
        ("Propose", 0, 0, 0, 0, 0, 0),
    ]


def test_the_flow_up_to_today_and_of_one_seller(tiny: Catalog) -> None:
    whole = flow(tiny, OPERATOR, "Main").stages[0]
    assert (whole.entered, *whole.parts.values()) == (6, 3, 0, 1, 1, 1)  # O6 was dropped, O5 is there
    mine = flow(tiny, Viewer("Dee", ScopeKind.SELF, 4), "Main").stages
    assert [(stage.entered, stage.parts["advanced"]) for stage in mine] == [(1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("stage", "part", "names"),
    [
        ("Qualify", "advanced", ["O1", "O3", "O4"]),
        ("Qualify", "lost", ["O2"]),
        ("Propose", "still_there", ["O3", "O4"]),
    ],
)
def test_the_records_behind_a_part_are_its_stays(tiny: Catalog, stage: str, part: str, names: list[str]) -> None:
    found = flow(tiny, OPERATOR, "Main", Period(start=date(2024, 1, 1), end=date(2024, 3, 31)))
    narrow = (*part_filters(part, found.end, found.today), Filter(field="stage", op=Op.EQ, value=stage))
    query = found.entered.query
    ask = Records(subject="stage_dwell", metric="stays", where=(*query.where, *narrow), period=query.period)
    assert sorted(records(tiny, ask).rows["name"]) == names


def test_unknown_pipeline_names_those_that_exist(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match=r"Unknown pipeline 'Mian'. Did you mean 'Main'\?"):
        flow(tiny, OPERATOR, "Mian")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    start=st.dates(date(2019, 12, 1), date(2021, 4, 1)),
    length=st.integers(0, 500),
    viewer=st.sampled_from(VIEWERS),
    pipeline=st.integers(0, 1),
)
def test_the_parts_of_a_flow_are_what_their_records_are(
    nasty: Catalog, start: date, length: int, viewer: Viewer, pipeline: int
) -> None:
    found = flow(nasty, viewer, pipelines(nasty)[pipeline], Period(start=start, end=start + timedelta(days=length)))
    for stage in found.stages:
        assert min(stage.parts.values()) >= 0
        assert stage.entered == sum(stage.parts.values())
    stage = found.stages[0]
    for part in PARTS:
        narrow = (*part_filters(part, found.end, found.today), Filter(field="stage", op=Op.EQ, value=stage.stage))
        query = found.entered.query.model_copy(update={"by": (), "where": (*found.entered.query.where, *narrow)})
        assert (answer(nasty, query, viewer).rows["stays"][0] or 0) == stage.parts[part]
