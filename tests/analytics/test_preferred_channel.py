"""Preferred channels: planted tastes are found, chance is not, few contacts say nothing, and refusals."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.preferred_channel import preferred_channels
from datasource.errors import MingjingError

DAY = date(2026, 6, 30)
CHANNELS = np.array(["chat", "mail", "phone"])


def _contacts(seed: int, tastes: float, customers: int = 200, each: int = 8) -> pl.DataFrame:
    """Customers whose favourite channel is drawn evenly and taken with a chance of `tastes`, else by 50, 30, 20 %."""
    draw = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        favourite = draw.integers(3)
        for number in range(each):
            usual = draw.choice(3, p=(0.5, 0.3, 0.2))
            channel = CHANNELS[favourite if draw.random() < tastes else usual]
            rows.append((customer, str(channel), datetime(2026, 1, 1) + timedelta(days=number)))
    return pl.DataFrame(rows, schema=["customer", "channel", "at"], orient="row")


def test_tastes_are_found_and_proved_on_the_last_contact() -> None:
    found = preferred_channels(_contacts(0, 0.8), DAY)

    assert found.useful
    assert found.right is not None
    assert found.right >= 0.8
    assert found.pull < 10
    assert found.customers["certain"].mean() >= 0.8  # type: ignore[operator]


def test_without_tastes_the_usual_channel_is_the_answer_for_nearly_all() -> None:
    found = preferred_channels(_contacts(1, 0.0), DAY)

    assert (found.usual, found.useful) == ("chat", False)
    assert found.pull > 50
    assert (found.customers["channel"] == "chat").mean() >= 0.9  # type: ignore[operator]


def test_a_customer_with_few_contacts_has_no_preference() -> None:
    few = pl.DataFrame({"customer": [999] * 2, "channel": ["mail"] * 2, "at": [datetime(2026, 2, 1)] * 2})
    row = preferred_channels(pl.concat([_contacts(0, 0.8), few]), DAY).customers.filter(customer=999).row(0, named=True)

    assert (row["channel"], row["chance"], row["certain"], row["contacts"]) == (None, None, False, 2)


def test_evidence_stands_beside_the_preference() -> None:
    own = pl.DataFrame(
        {
            "customer": [999] * 5,
            "channel": ["phone"] * 4 + ["mail"],
            "at": [datetime(2026, 2, day) for day in range(1, 6)],
        }
    )
    row = preferred_channels(pl.concat([_contacts(0, 0.8), own]), DAY).customers.filter(customer=999).row(0, named=True)

    assert (row["channel"], row["by_channel"], row["contacts"], row["last"]) == ("phone", 4, 5, date(2026, 2, 4))
    assert 0.5 < row["share"] < 0.8
    assert row["chance"] > 0.8


def test_what_comes_later_changes_nothing() -> None:
    contacts = _contacts(2, 0.6)
    later = contacts.with_columns(at=pl.lit(datetime(2026, 7, 1)), channel=pl.lit("fax"))
    before, after = preferred_channels(contacts, DAY), preferred_channels(pl.concat([contacts, later]), DAY)

    assert before.customers.equals(after.customers)
    assert before.right == after.right


@pytest.mark.parametrize(
    ("contacts", "sentence"),
    [
        (_contacts(0, 0.8, customers=10), "customers with three contacts"),
        (_contacts(0, 0.8, each=2), "customers with three contacts"),
        (_contacts(0, 0.8).with_columns(channel=pl.lit("mail")), "one channel"),
        (_contacts(0, 0.8).with_columns(channel=pl.lit(None, pl.String)), "customers with three contacts"),
        (_contacts(0, 0.8).drop("at"), "lack the columns at"),
    ],
)
def test_contacts_without_an_answer_get_a_sentence(contacts: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        preferred_channels(contacts, DAY)
