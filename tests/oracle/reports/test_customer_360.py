"""Customer 360 (2.4) cell by cell: a handful of customers of every reader, those shared with them too."""

from collections import Counter
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.metrics.subjects.every import SUBJECTS
from datasource.query import records
from datasource.question import Records
from datasource.reports.customer_360 import customer_360
from datasource.reports.timeline import KINDS, PAGE_SIZE, timeline
from datasource.result import Page, Unit
from tests.oracle.reports import customer_360 as sql
from tests.oracle.reports.asked import viewer
from tests.oracle.reports.compare import assert_same
from tests.oracle.reports.store import Files, Reader, Row


@pytest.fixture
def customers(files: Files, reader: Reader) -> list[int]:
    """The keys of a handful of customers that the reader sees."""
    found = [row for text in sql.CHOSEN.values() for row in files.told(text, reader, user=reader.user_id)]
    return sorted({int(key) for row in found for key in row.values() if key})


def test_the_readers_differ(files: Files) -> None:
    rep = Reader("rep", "self", 20)
    shared = files.told(sql.CHOSEN["shared"], rep, user=rep.user_id)
    owned = files.told("SELECT customer_id FROM customers WHERE owner_key = 20", rep)
    assert {row["customer_id"] for row in shared} - {row["customer_id"] for row in owned}


def test_who_the_customer_is_and_the_key_figures(
    customers: list[int], demo: Catalog, files: Files, reader: Reader
) -> None:
    assert len(customers) >= 3
    for key in customers:
        found = customer_360(demo, viewer(reader), key)
        assert found is not None
        assert_same(found.profile, files.told(sql.PROFILE, reader, customer=key), ["customer_id"])
        assert_same(found.figures, files.told(sql.FIGURES, reader, customer=key), [])
        assert found.last_contact == files.told(sql.LAST_CONTACT, reader, customer=key)[0]["day"]


@pytest.mark.parametrize("subject", sql.LISTS)
def test_each_list(subject: str, customers: list[int], demo: Catalog, files: Files, reader: Reader) -> None:
    columns = tuple(name for name in SUBJECTS[subject].records if name != "customer")
    for key in customers:
        found = customer_360(demo, viewer(reader), key)
        assert found is not None
        page = records(
            demo, Records(subject=subject, columns=columns, where=(found.only,), page_size=1000), viewer(reader)
        )
        expected = files.told(sql.LISTS[subject], reader, customer=key)
        assert page.row_count == len(expected)
        if expected:
            assert set(page.rows.columns) == set(expected[0])
        assert _listed(page) == Counter(_worded(row, page) for row in expected), (subject, key)


def test_every_touch(customers: list[int], demo: Catalog, files: Files, reader: Reader) -> None:
    names = ("kind", "day", "what", "detail", "state", "owner", "amount")
    met = set()
    for key in customers:
        first = timeline(demo, viewer(reader), key)
        pages = [timeline(demo, viewer(reader), key, (), page) for page in range(1, -(-first.count // PAGE_SIZE) + 1)]
        rows = [row for page in pages for row in page.rows.iter_rows(named=True)]
        expected = files.told(sql.TOUCHES, reader, customer=key)
        assert first.count == len(rows) == len(expected)
        days = [row["day"] for row in rows]
        assert days == sorted(days, reverse=True)
        assert Counter(_touch([row[name] for name in names], 100) for row in rows) == Counter(
            _touch([row[name] for name in names], 1) for row in expected
        )
        met |= {row["kind"] for row in rows}
    assert met == set(KINDS) or reader.scope != "all"


def test_a_customer_that_is_not_seen_is_not_told(demo: Catalog, files: Files, reader: Reader) -> None:
    hidden = "SELECT customer_id FROM customers ANTI JOIN {customers} AS seen USING (customer_id) LIMIT 5"
    for row in files.told(hidden, reader):
        assert customer_360(demo, viewer(reader), row["customer_id"]) is None
        assert timeline(demo, viewer(reader), row["customer_id"]).count == 0


def _touch(cells: list[Any], minor: int) -> tuple[Any, ...]:
    *others, amount = cells
    return (*others, None if amount is None else round(amount * minor))


def _listed(page: Page) -> Counter[tuple[Any, ...]]:
    money = {column.name for column in page.columns if column.unit is Unit.MONEY}
    return Counter(
        tuple(_cell(row[name], 100 if name in money else 1) for name in page.rows.columns)
        for row in page.rows.iter_rows(named=True)
    )


def _worded(row: Row, page: Page) -> tuple[Any, ...]:
    return tuple(_cell(row[name], 1) for name in page.rows.columns)


def _cell(value: Any, minor: int) -> Any:
    return round(value * minor, 6) if isinstance(value, float) else value
