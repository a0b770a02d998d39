"""The pages of insights as people open them: too few records to tell anything, in one sentence."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


@pytest.mark.parametrize("login", ["boss", "bob"])
@pytest.mark.parametrize("outcome", ["won", "churn", "cycle", "satisfaction"])
def test_too_few_records_have_no_drivers(opened: Open, login: str, outcome: str) -> None:
    page = opened("pages/insights/drivers.py", login, outcome=outcome)
    assert not page.exception
    (told,) = (one.value for one in page.info)
    assert "At least 50 rows with a known outcome" in told


def test_a_change_is_told_in_numbers_and_sentences(opened: Open) -> None:
    """Acme bought for 20 in January, for 100 in February: all of it the amount of a contract."""
    page = opened(
        "pages/insights/explain_change.py", "boss", by="customer", against="chosen", base="2024-01-01_2024-01-31",
        **{"from": "2024-02-01", "to": "2024-02-29"},
    )  # fmt: skip
    assert not page.exception
    effects, parts = (table.value for table in page.dataframe)
    assert effects["step"].tolist() == ["Before", "Volume", "Mix", "Rates", "Newly there", "No longer there", "Now"]
    assert parts["customer"].tolist() == ["Acme"]
    assert any("Acme with +¥80" in one.value for one in page.markdown)


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_two_periods_without_records_are_refused(opened: Open, login: str) -> None:
    page = opened("pages/insights/explain_change.py", login, against="chosen", base="2001-01-01_2001-01-31")
    assert not page.exception
    (told,) = (one.value for one in page.info)
    assert "in each of the two periods" in told
    assert not opened("pages/insights/explain_change.py", login, against="chosen", base="soon").exception


def test_regression_and_factors_are_for_analysts(opened: Open) -> None:
    page = opened("pages/insights/regression.py", "ana", of="customers", outcome="contract_amount", field="age")
    assert not page.exception
    (told,) = (one.value for one in page.info)
    assert "rows with all fields filled are needed" in told
    assert page.multiselect(key="regression_fields_customers").value == ["age"]
    asked = {"method": "factors", "count": "2", "turn": "promax", "of": "customers"}
    page = opened("pages/insights/regression.py", "boss", **asked)
    assert not page.exception
    assert "are needed" in page.info[0].value
    assert (
        opened("pages/insights/regression.py", "bob").exception or opened("pages/insights/regression.py", "bob").error
    )


@pytest.mark.parametrize("login", ["boss", "bob"])
@pytest.mark.parametrize(
    ("file", "params", "sentence"),
    [
        ("pages/customers/look_alikes.py", {}, "At least 5 customers in the chosen set"),
        ("pages/customers/look_alikes.py", {"set": "picked", "like": "1"}, "customers in the chosen set"),
        ("pages/insights/next_action.py", {"whom": "deals"}, "not been worked out yet"),
        ("pages/insights/next_action.py", {"whom": "customers"}, "not been worked out yet"),
        ("pages/marketing/lead_scores.py", {"grade": "A"}, "not been worked out yet"),
        ("pages/marketing/lead_scores.py", {"tab": "deals", "deal_grade": "Z"}, "not been worked out yet"),
    ],
)
def test_what_nothing_can_be_told_of_says_so(
    opened: Open, login: str, file: str, params: dict[str, str], sentence: str
) -> None:
    page = opened(file, login, **params)
    assert not page.exception
    assert any(sentence in one.value for one in page.info)
