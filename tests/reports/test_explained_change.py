"""A change of the tiny company, worked out by hand: parts add up to the metric's own answers, for whoever asks."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.periods import Span
from datasource.query import answer
from datasource.question import Period, Query, Records
from datasource.reports.driver_rows import every_row
from datasource.reports.explained_change import explainable_metrics, explained_change, fields_of
from datasource.scope import OPERATOR, Viewer

BOB = Viewer("Bob", ScopeKind.SELF, 2)
MAY = Period(start=date(2024, 5, 1), end=date(2024, 5, 31))
FEBRUARY = Period(start=date(2024, 2, 1), end=date(2024, 2, 29))


def test_the_same_customer_buying_for_more_is_rate(tiny: Catalog) -> None:
    """Acme: one contract of 20 in January, one of 100 in February."""
    found = explained_change(tiny, OPERATOR, "contract_amount", ("customer",), FEBRUARY, "previous")
    assert (found.before, found.now) == (
        Span(date(2024, 1, 1), date(2024, 1, 31)),
        Span(date(2024, 2, 1), date(2024, 2, 29)),
    )
    assert (found.change.before, found.change.after, found.quantity) == (20, 100, "contract_count")
    assert found.effects == {"volume": 0, "mix": 0, "rate": 80, "new": 0, "lost": 0}


def test_another_customer_is_new_and_the_first_is_lost(tiny: Catalog) -> None:
    """Acme bought for 100 in February, Echo alone for 300 in May; chosen days are compared as they are."""
    found = explained_change(tiny, OPERATOR, "contract_amount", ("customer",), MAY, "chosen", FEBRUARY)
    assert found.effects == {"volume": 0, "mix": 0, "rate": 0, "new": 300, "lost": -100}
    new, lost = (found.change.parts.row(place, named=True) for place in (0, 1))
    assert (new["customer"], new["change"], lost["customer"], lost["change"]) == ("Echo", 300, "Acme", -100)
    assert [found.is_lost(place) for place in (0, 1)] == [False, True]
    query = found.asked[0].query
    ask = Records(
        subject="contracts", metric="contract_amount", where=found.filters(1), period=query.period, columns=("number",)
    )
    assert every_row(tiny, OPERATOR, ask)["number"].to_list() == ["C1"]


def test_a_smaller_scope_explains_its_own(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="each of the two periods"):
        explained_change(tiny, BOB, "contract_amount", ("customer",), MAY, "chosen", FEBRUARY)
    found = explained_change(tiny, BOB, "contract_amount", ("industry",), FEBRUARY, "previous")
    assert found.change.after == 100


def test_every_metric_adds_up_to_its_own_answers(tiny: Catalog) -> None:
    year, half = Period(preset="this_year"), Period(start=date(2023, 1, 1), end=date(2024, 3, 1))
    explained = 0
    for name in explainable_metrics(tiny, OPERATOR):
        for field in fields_of(name)[:2]:
            try:
                found = explained_change(tiny, OPERATOR, name, (field,), year, "chosen", half)
            except MingjingError:
                continue
            explained += 1
            spans = (found.before, found.now)
            whole = [
                answer(tiny, Query(metrics=(name,), period=Period(start=span.start, end=span.end))).rows.row(0)[0]
                for span in spans
            ]
            assert [found.change.before, found.change.after] == pytest.approx([one or 0 for one in whole]), (
                name,
                field,
            )
            assert sum(found.effects.values()) == pytest.approx(found.change.change, abs=1e-9)
    assert explained > 40


def test_fields_that_take_a_record_twice_are_not_offered() -> None:
    assert "product" not in fields_of("contract_amount")
    assert "product" in fields_of("sold_amount")


@pytest.mark.parametrize(
    ("name", "levels", "period", "against", "sentence"),
    [
        ("cycle_days", ("source",), MAY, "previous", "neither a sum nor a ratio"),
        ("contract_amount", ("product",), MAY, "previous", "product"),
        ("contract_amount", ("source",), None, "previous", "Choose a period"),
        ("contract_amount", ("source",), MAY, "chosen", "the first and the last"),
        ("contract_amount", ("source",), MAY, "yesterday", "yesterday"),
        ("contract_amount", ("source",), MAY, "previous", "each of the two periods"),
        ("contract_amount", (), MAY, "previous", "at least one field"),
    ],
)
def test_what_cannot_be_split_gets_a_sentence(  # noqa: PLR0917  (a table of cases)
    tiny: Catalog, name: str, levels: tuple[str, ...], period: Period | None, against: str, sentence: str
) -> None:
    with pytest.raises(MingjingError, match=sentence):
        explained_change(tiny, OPERATOR, name, levels, period, against)
