"""The funnel of the tiny company, worked out by hand."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Period
from datasource.reports.funnel import funnel
from datasource.scope import OPERATOR, Viewer


def test_funnel_counts_what_is_open_and_what_ever_reached_each_stage(tiny: Catalog) -> None:
    steps = funnel(tiny, OPERATOR, "Main").steps
    assert [(step.stage, step.open_count, step.open_amount, step.reached) for step in steps] == [
        ("Qualify", 1, 40.0, 6),
        ("Propose", 1, 80.01, 3),  # O1, O3, O4
        ("Won", 0, 0.0, 2),
    ]
    assert [step.step_rate for step in steps] == [None, 0.5, pytest.approx(2 / 3)]
    assert [step.overall_rate for step in steps] == [1.0, 0.5, pytest.approx(1 / 3)]


def test_funnel_snapshot_is_the_state_at_the_end_of_the_period(tiny: Catalog) -> None:
    steps = funnel(tiny, OPERATOR, "Main", Period(start=date(2024, 1, 1), end=date(2024, 2, 29))).steps
    assert [(step.stage, step.open_count, step.open_amount) for step in steps] == [
        ("Qualify", 3, 380.01),
        ("Propose", 0, 0.0),
        ("Won", 0, 0.0),
    ]


def test_funnel_shows_a_seller_only_their_own(tiny: Catalog) -> None:
    steps = funnel(tiny, Viewer("Dee", ScopeKind.SELF, 4), "Main").steps
    assert [(step.stage, step.reached) for step in steps] == [("Qualify", 1), ("Propose", 1), ("Won", 1)]


def test_unknown_pipeline_names_those_that_exist(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match=r"Unknown pipeline 'Mian'. Did you mean 'Main'\?"):
        funnel(tiny, OPERATOR, "Mian")
