"""The performance pages, opened by a manager and by a seller: numbers by hand from the tiny company."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_ready_pages import cards

Open = Callable[..., AppTest]

FOLDER = "pages/performance"
PAGES = (
    "contract_count", "contract_amount", "received_amount", "contract_summary", "invoices", "split_detail",
    "split_summary", "receivables_ageing",
)  # fmt: skip
HALF_YEAR = {"from": "2024-01-01", "to": "2024-06-30"}


def rows_of(page: AppTest, place: int, *names: str) -> list[list[object]]:
    """The rows of a table of the page, − for undefined, its total row among them."""
    table = page.dataframe[place].value
    rows: list[list[object]] = table[list(names)].astype(object).fillna("−").to_numpy().tolist()
    return rows


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_sees_one_sentence(opened: Open, name: str) -> None:
    page = opened(f"{FOLDER}/{name}.py")
    assert [error.value for error in page.error] == ["Sign in to see this page."]
    assert not page.dataframe
    assert not page.exception


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("period", [{"from": "2031-01-01", "to": "2031-12-31"}, {"period": "someday"}])
def test_a_period_without_data_and_a_malformed_one_are_told(opened: Open, name: str, period: dict[str, str]) -> None:
    page = opened(f"{FOLDER}/{name}.py", "boss", **period)
    assert not page.exception
    assert not page.error


def test_contract_amount_by_month_with_both_changes(opened: Open) -> None:
    page = opened(f"{FOLDER}/contract_amount.py", "boss", **HALF_YEAR, grain="month")
    assert cards(page)["Contract amount"] == "¥420"
    table = page.dataframe[0].value
    assert list(table.columns) == ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024", "Jun 2024", "Total"]
    assert table.loc["Contract amount"].tolist() == [20, 100, 0, 0, 300, 0, 420]
    change = table.loc["Against the period before"].fillna(9).tolist()
    assert change == [9, 4.0, -1.0, 9, 9, -1.0, 9]  # 9: nothing to compare with
    assert table.loc["Against the year before"].isna().all()


def test_a_seller_sees_only_their_own_growth(opened: Open) -> None:
    page = opened(f"{FOLDER}/contract_amount.py", "bob", **HALF_YEAR, grain="month")
    assert cards(page)["Contract amount"] == "¥120"
    assert page.dataframe[0].value.loc["Contract amount"].tolist() == [20, 100, 0, 0, 0, 0, 120]


@pytest.mark.parametrize(
    ("login", "name", "value"), [("boss", "contract_count", "3"), ("bob", "received_amount", "¥80")]
)
def test_the_other_growth_pages_open(opened: Open, login: str, name: str, value: str) -> None:
    page = opened(f"{FOLDER}/{name}.py", login, **HALF_YEAR)
    assert next(iter(cards(page).values())).startswith(value)


def test_the_contract_summary_names_both_views_of_what_was_received(opened: Open) -> None:
    page = opened(f"{FOLDER}/contract_summary.py", "boss", **HALF_YEAR, grain="quarter")
    assert cards(page)["Collection rate"] == "42.9%"  # 180 of 420
    names = ("date", "contract_count", "contract_amount", "received_amount", "received_on_contracts")
    assert rows_of(page, 0, *names, "outstanding_amount") == [
        ["2024-Q1", 2, 120.0, 80.0, 80.0, 40.0],
        ["2024-Q2", 1, 300.0, 100.0, 100.0, 200.0],
        ["Total", 3, 420.0, 180.0, 180.0, 240.0],
    ]


def test_invoices_are_netted_per_contract(opened: Open) -> None:
    page = opened(f"{FOLDER}/invoices.py", "boss", **HALF_YEAR, grain="year")
    names = ("received_amount", "invoiced_amount", "received_not_invoiced_amount", "invoiced_not_received_amount")
    assert rows_of(page, 0, "date", *names) == [
        ["2024", 180.0, 100.0, 120.0, 40.0],
        ["Total", 180.0, 100.0, 120.0, 40.0],
    ]
    assert rows_of(page, 1, "customer", *names[2:]) == [
        ["Echo", 100.0, 0.0],
        ["Acme", 20.0, 40.0],
        ["Total", 120.0, 40.0],
    ]


def test_the_split_detail_lists_each_share_and_flags_rates_that_do_not_add_up(opened: Open) -> None:
    page = opened(f"{FOLDER}/split_detail.py", "boss", **HALF_YEAR)
    assert cards(page) == {"Split records": "3", "Shares of credit": "6", "Splits not adding up": "1"}
    names = ("split_record", "owner", "record_amount", "rate", "coefficient", "allocated_amount", "split_status")
    assert rows_of(page, -1, *names) == [
        ["Opportunity", "Dee", 300.0, 0.6, 1.0, 180.0, "Adds up"],
        ["Opportunity", "Bob", 300.0, 0.4, 0.5, 60.0, "Adds up"],
        ["Receipt", "Bob", 60.0, 0.5, 1.0, 30.0, "Does not add up"],
        ["Receipt", "Dee", 60.0, 0.4, "−", 24.0, "Does not add up"],
        ["Contract", "Bob", 100.0, 0.7, 1.0, 70.0, "Adds up"],
        ["Contract", "Cid", 100.0, 0.3, 1.2, 36.0, "Adds up"],
    ]
    page.text_input(key="split_search").set_value("C1").run()
    assert [row[1] for row in rows_of(page, -1, *names)] == ["Bob", "Cid"]


def test_a_seller_sees_only_their_own_shares(opened: Open) -> None:
    page = opened(f"{FOLDER}/split_detail.py", "bob", **HALF_YEAR)
    assert rows_of(page, -1, "owner", "allocated_amount") == [["Bob", 60.0], ["Bob", 30.0], ["Bob", 70.0]]


def test_the_picker_of_records_speaks_the_reader_s_language_and_filters(opened: Open) -> None:
    page = opened(f"{FOLDER}/split_detail.py", "boss", **HALF_YEAR, split_record="receipt")
    assert cards(page)["Split records"] == "1"
    assert rows_of(page, -1, "owner", "allocated_amount") == [["Bob", 30.0], ["Dee", 24.0]]
    picker = page.multiselect(key="filter_pick_split_record")
    assert picker.options == ["Contract", "Receipt", "Opportunity"]


def test_own_credit_stands_beside_split_credit(opened: Open) -> None:
    page = opened(f"{FOLDER}/split_summary.py", "boss", **HALF_YEAR)
    assert not page.exception
    names = ("contract_amount", "split_contract_amount", "received_amount", "split_received_amount", "split_won_amount")
    found = {str(row[0]): row[1:] for row in rows_of(page, 0, "owner", *names)}
    assert found == {
        "Bob": [120.0, 70.0, 80.0, 30.0, 60.0],
        "Cid": [0.0, 36.0, 0.0, 0.0, 0.0],
        "Dee": [300.0, 0.0, 100.0, 24.0, 180.0],
        "Total": [420.0, 106.0, 180.0, 54.0, 240.0],
    }


@pytest.mark.parametrize(
    ("login", "told", "employees"),
    [
        (
            "boss",
            {"Receivables": "¥240", "Overdue amount": "¥140", "Overdue share": "58.3%", "Open instalments": "3"},
            [["Dee", 200.0, 100.0, 0.0, 100.0], ["Bob", 40.0, 0.0, 40.0, 0.0], ["Total", 240.0, 100.0, 40.0, 100.0]],
        ),
        (
            "bob",
            {"Receivables": "¥40.00", "Overdue amount": "¥40.00", "Overdue share": "100.0%", "Open instalments": "1"},
            [["Bob", 40.0, 0.0, 40.0, 0.0], ["Total", 40.0, 0.0, 40.0, 0.0]],
        ),
    ],
)
def test_receivables_by_age(opened: Open, login: str, told: dict[str, str], employees: list[list[object]]) -> None:
    page = opened(f"{FOLDER}/receivables_ageing.py", login)
    assert cards(page) == told
    names = ("receivable_amount", "receivable_not_due", "overdue_1_30", "overdue_over_90")
    assert rows_of(page, 0, "owner", *names) == employees


def test_old_debts_count_whatever_period_the_address_names(opened: Open) -> None:
    page = opened(f"{FOLDER}/receivables_ageing.py", "boss", period="this_month")
    assert page.metric[0].value == "¥240"
