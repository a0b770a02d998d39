"""From tables that were met to a mapping: suggested, corrected, written, read back; and what a draft still lacks."""

from io import BytesIO
from pathlib import Path

import pytest

from datasource.errors import InvalidInput
from datasource.loaders.load import load
from datasource.loaders.mapping import read_mapping
from datasource.loaders.sources import open_sources
from datasource.loaders.suggest.draft import ColumnDraft, Draft
from datasource.loaders.suggest.drafting import drafted_as, first_draft, with_references
from datasource.loaders.suggest.faults import faults
from datasource.loaders.suggest.meanings import meanings
from datasource.loaders.suggest.met import Met, meet_files
from datasource.loaders.suggest.recognition import recognised
from datasource.loaders.suggest.writing import draft_of, mapping_of, mapping_text
from datasource.loaders.uploads import Uploads
from datasource.store import Store
from datasource.tables.schema import columns

DEALS = (
    "Deal ID,Deal Name,Company,Stage,Amount,Close Date,Sales Rep\n"
    "7,Big,Acme,Won,1200,2024-02-01,Ann\n8,Small,Zeta,Talking,50,2024-03-01,Bob\n9,Gone,Acme,Lost,9,2024-03-02,Ann\n"
)
ACCOUNTS = "Account ID,Account Name,Industry\nA1,Acme,Steel\nA2,Zeta,Wool\n"


def given(folder: Path, **files: str) -> Uploads:
    uploads = Uploads(folder / "given")
    for name, text in files.items():
        uploads.take(f"{name}.csv", BytesIO(text.encode()))
    return uploads


def drafted(folder: Path, **files: str) -> tuple[Draft, list[Met], Uploads]:
    uploads = given(folder, **files)
    met, refused = meet_files(uploads.places())
    assert not refused
    return first_draft(met, Draft(name="acme", company="Acme & Co", timezone="Europe/London")), met, uploads


def said(draft: Draft, met: list[Met], *, stops: bool = True) -> list[str]:
    return [one.text for one in faults(draft, met, str, str) if one.stops is stops]


def test_the_mapping_of_a_draft_is_as_a_person_would_write_it(tmp_path: Path) -> None:
    draft, _met, _uploads = drafted(tmp_path, deals=DEALS, accounts=ACCOUNTS)
    assert mapping_text(draft).splitlines() == [
        "# Written by Mingjing's page Connect data; docs/mappings.md says what each key means.",
        "version: 1",
        "name: acme",
        "title: Acme & Co",
        "company: Acme & Co",
        "currency: USD",
        "minor_digits: 2",
        "timezone: Europe/London",
        "sources:",
        "  accounts:",
        "    files: [accounts.csv]",
        "  deals:",
        "    files: [deals.csv]",
        "load:",
        "- table: pipelines",
        "  rows:",
        "  - {key: sales, name: Sales, position: '1'}",
        "- table: stages",
        "  rows:",
        "  - {key: Talking, name: Talking, pipeline_id: sales, position: '1', kind: open}",
        "  - {key: Won, name: Won, pipeline_id: sales, position: '2', kind: won}",
        "  - {key: Lost, name: Lost, pipeline_id: sales, position: '3', kind: lost}",
        "- table: stages",
        "  from: deals",
        "  distinct: true",
        "  key: Stage",
        "  columns:",
        "    name: Stage",
        "    pipeline_id: {constant: sales}",
        "    position: {constant: '4'}",
        "- table: users",
        "  from: deals",
        "  distinct: true",
        "  key: Sales Rep",
        "  columns: {name: Sales Rep}",
        "- table: customers",
        "  from: accounts",
        "  key: Account ID",
        "  columns: {name: Account Name, industry: Industry}",
        "- table: opportunities",
        "  from: deals",
        "  key: Deal ID",
        "  columns:",
        "    name: Deal Name",
        "    customer_id:",
        "      column: Company",
        "      by: [name]",
        "    stage_id: Stage",
        "    outcome:",
        "      column: Stage",
        "      codes: {Won: won, Talking: open, Lost: lost}",
        "    amount: Amount",
        "    owner_id: Sales Rep",
        "    expected_close_date: Close Date",
        "    closed_at:",
        "      column: Close Date",
        "      when:",
        "        Stage: [Won, Lost]",
        "    close_date:",
        "      column: Close Date",
        "      when:",
        "        Stage: [Won, Lost]",
        "    pipeline_id: {constant: sales}",
    ]


def test_what_is_written_is_read_back_as_the_same_draft(tmp_path: Path) -> None:
    draft, _met, _uploads = drafted(tmp_path, deals=DEALS, accounts=ACCOUNTS)
    again = draft_of(mapping_of(mapping_text(draft)))
    assert again is not None
    assert mapping_text(again) == mapping_text(draft)


def test_a_mapping_that_says_more_than_a_draft_can_is_no_draft(tmp_path: Path) -> None:
    draft, _met, _uploads = drafted(tmp_path, accounts=ACCOUNTS)
    text = mapping_text(draft).replace("industry: Industry", "industry: {first_of: [Industry, Sector]}")
    assert draft_of(mapping_of(text)) is None


def test_files_are_loaded_by_the_mapping_that_was_written(tmp_path: Path) -> None:
    draft, _met, uploads = drafted(tmp_path, deals=DEALS, accounts=ACCOUNTS)
    (tmp_path / "acme.yaml").write_text(mapping_text(draft), "utf-8")
    mapping = read_mapping(tmp_path / "acme.yaml")
    store = Store(tmp_path / "data")
    report = load(mapping, open_sources(mapping, Path(), uploads.limits, uploads.candidates()), store)
    assert {name: (part.read, part.kept) for name, part in report.tables.items()} == {
        "pipelines": (1, 1), "stages": (3, 3), "users": (2, 2), "customers": (2, 2), "opportunities": (3, 3)
    }  # fmt: skip
    assert not report.tables["opportunities"].rules
    deals = store.read("opportunities").join(store.read("users"), left_on="owner_id", right_on="user_id")
    assert deals.select("name", "outcome", "amount", "name_right").rows() == [
        ("Big", "won", 120000, "Ann"), ("Small", "open", 5000, "Bob"), ("Gone", "lost", 900, "Ann")
    ]  # fmt: skip


def test_ids_and_names_of_other_tables_are_told_apart_by_what_stands_in_them(tmp_path: Path) -> None:
    by_id, _met, _uploads = drafted(
        tmp_path, deals=DEALS.replace("Acme", "A1").replace("Zeta", "A2"), accounts=ACCOUNTS
    )
    deals = next(one for one in by_id.tables if one.name == "deals")
    assert deals.of("customer_id") == ColumnDraft(column="customer_id", source="Company")


def test_a_suggested_reference_of_which_nothing_is_found_is_not_made(tmp_path: Path) -> None:
    text = "Account Name,Employees\nAcme,100\nZeta,200\n"
    draft, _met, _uploads = drafted(tmp_path, accounts=text, users="User ID,Full Name\nU1,Ann\nU2,Bob\n")
    accounts = next(one for one in draft.tables if one.name == "accounts")
    assert accounts.source_of("owner_id") == ""
    assert accounts.source_of("employee_count") == "Employees"


def test_a_column_of_names_that_is_chosen_by_hand_and_found_nowhere_is_told(tmp_path: Path) -> None:
    draft, met, _uploads = drafted(
        tmp_path, deals=DEALS.replace("Acme", "Nobody").replace("Zeta", "None of them"), accounts=ACCOUNTS
    )
    deals = next(one for one in draft.tables if one.name == "deals")
    assert not deals.source_of("customer_id")
    chosen = draft.with_table(deals.with_column("customer_id", ColumnDraft(column="customer_id", source="Company")))
    told = "Nothing in 'Company' of deals is found among customers; customer_id would be unknown everywhere."
    assert told in said(with_references(chosen, met), met, stops=False)


def test_what_is_missing_or_chosen_twice_is_told_in_sentences(tmp_path: Path) -> None:
    draft, met, _uploads = drafted(tmp_path, accounts=ACCOUNTS)
    assert said(draft, met) == []
    table = draft.tables[0]
    assert said(draft.with_table(table.with_column("name", None)), met) == [
        "customers (accounts) needs a column for name."
    ]
    twice = table.with_column("level", ColumnDraft(column="level", source="Industry"))
    assert said(draft.with_table(twice), met) == [
        "Column 'Industry' of accounts is chosen for industry, level; it can stand for one of them only."
    ]
    gone = table.with_column("level", ColumnDraft(column="level", source="Tier"))
    assert said(draft.with_table(gone), met) == [
        "accounts has no column 'Tier' any more; choose another one for level."
    ]
    assert said(draft.with_table(drafted_as(met[0], "")), met) == ["Say of at least one table what it is."]
    assert said(draft.with_(company=" ", name="Ä"), met) == [
        "Say what the company is called.",
        "The short name takes a-z, 0-9, _ and -, begins with a letter, and has at most 40 characters.",
    ]


def test_contracts_without_a_status_all_count(tmp_path: Path) -> None:
    draft, _met, _uploads = drafted(tmp_path, contracts="Contract No,Amount,Order Date\nC1,5,2024-01-01\n")
    assert "status: {constant: not_required}" in mapping_text(draft)


def test_words_that_mean_empty_are_proposed(tmp_path: Path) -> None:
    draft, _met, _uploads = drafted(tmp_path, accounts=ACCOUNTS.replace("Wool", "NULL"))
    assert draft.nulls == ("NULL",)
    assert "nulls: ['NULL']" in mapping_text(draft)


@pytest.mark.parametrize(
    ("place", "words", "told"),
    [
        ("opportunities.outcome", ("Closed Won", "输单", "Thất bại", "报价", "???"), "won lost lost open open"),
        ("leads.status", ("Unqualified", "Qualified", "已转化", "Not contacted"), "dead qualified converted new"),
        ("contracts.status", ("审批中", "已通过", "Not required", "Voided"), "pending approved not_required voided"),
    ],
)
def test_words_of_three_languages_are_understood(place: str, words: tuple[str, ...], told: str) -> None:
    table, _, name = place.partition(".")
    column = next(one for one in columns(table) if one.name == name)
    assert [*meanings(table, column, words).values()] == told.split()


def test_two_files_of_one_name_are_not_read_twice(tmp_path: Path) -> None:
    uploads = given(tmp_path, a="x\n1\n")
    uploads.take("A.csv", BytesIO(b"x\n2\n"))
    assert list(uploads.names()) == ["A.csv"]


def test_a_column_name_that_a_file_cannot_hold_is_refused(tmp_path: Path) -> None:
    draft, _met, _uploads = drafted(tmp_path, accounts=ACCOUNTS)
    table = draft.tables[0]
    odd = table.with_column("level", ColumnDraft(column="level", source="a: {b}#'\"[*]"))
    assert "level" in mapping_text(draft.with_table(odd))
    with pytest.raises(InvalidInput):
        mapping_text(draft.with_(timezone="Mars/Olympus"))


def test_an_export_that_a_preset_knows_is_recognised(tmp_path: Path, shared_data: Path) -> None:
    for path in (shared_data / "maven_crm").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    found = recognised(5, 30, lambda mapping: open_sources(mapping, tmp_path))
    assert found is not None
    assert (found.name, found.share) == ("maven_crm", 0.8)


@pytest.mark.parametrize(
    ("amounts", "currency"),
    [(("￥5", "6元"), "CNY"), (("€5", "€6"), "EUR"), (("$5", "$6"), "USD"), (("€5", "￥6"), "USD")],
)
def test_the_mark_of_money_tells_the_currency_where_there_is_one(
    tmp_path: Path, amounts: tuple[str, str], currency: str
) -> None:
    rows = "".join(f"{number},D{number},{amount}\n" for number, amount in enumerate(amounts))
    draft, _met, _uploads = drafted(tmp_path, deals=f"Deal ID,Deal Name,Amount\n{rows}")
    assert draft.currency == currency
