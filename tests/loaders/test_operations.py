"""What is made of the rows of a source before its feeds take them; no row is lost without a count."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.errors import MingjingError
from datasource.loaders.conditions import holds, wanted
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import Header, read_mapping
from datasource.loaders.mapping.source import Split, Unpivot
from datasource.loaders.operations import parted, unpivoted
from datasource.loaders.report import Report
from datasource.loaders.source import ROW
from datasource.store import Store

HEAD = """
version: 1
name: small
title: Small
company: Small Ltd
currency: USD
"""


def load(folder: Path, mapping: str, **files: str) -> tuple[Store, Report]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    (folder / "small.yaml").write_text(HEAD + mapping)
    store = Store(folder / "data")
    return store, import_folder(read_mapping(folder / "small.yaml"), folder, store)


def accounts(report: Report) -> dict[str, tuple[int, int, int, int]]:
    return {name: (part.read, part.kept, part.rejected, part.left_aside) for name, part in report.tables.items()}


def test_words_are_compared_without_blanks_and_case_and_may_end_openly() -> None:
    rows = pl.DataFrame({"WhoId": ["00Q1", " 00q2 ", "0031", "", None], "Is Won": ["True", "x", "FALSE", "", None]})
    assert rows.select(holds("WhoId", ["00Q*"]))[:, 0].to_list() == [True, True, False, False, False]
    assert rows.select(holds("WhoId", ["", "0031"]))[:, 0].to_list() == [False, False, True, True, True]
    assert rows.select(holds(None, [""]), absent=holds(None, ["x"])).rows() == [(True, False)]
    found = rows.select(wanted(Header(rows.columns), {"is_won": ["true", ""]}, {"WhoId": ["00q1"]}))[:, 0]
    assert found.to_list() == [False, False, False, True, True]


def test_rows_that_no_feed_wants_are_left_aside_and_counted_as_unused(tmp_path: Path) -> None:
    _, report = load(
        tmp_path,
        """
load:
  - {table: leads, from: people.csv, key: id, when: {kind: lead}, columns: {name: name}}
  - {table: contacts, from: people.csv, key: id, when: {kind: ["con*"]}, columns: {name: name}}
""",
        people="id,kind,name\n1,lead,Ann\n2,Contact,Bob\n3,lead,\n4,other,Dan\n5,,Eve\n6,torn\n",
    )
    assert accounts(report) == {"leads": (3, 2, 1, 3), "contacts": (2, 1, 1, 4)}
    part = report.files["people.csv"]
    assert (part.read, part.kept, part.rejected, part.unused) == (6, 5, 1, 2)


def test_a_row_that_is_marked_deleted_is_kept_where_the_table_tells_it_else_left_aside(tmp_path: Path) -> None:
    store, report = load(
        tmp_path,
        """
sources:
  deals.csv: {deleted: {column: [gone, IsDeleted], words: ["true", 1]}}
load:
  - {table: opportunities, from: deals.csv, key: id, columns: {name: name, owner_id: owner}}
  - {table: stage_events, from: deals.csv, columns: {opportunity_id: id, stage_id: stage}}
  - {table: stages, from: deals.csv, distinct: true, key: stage, columns: {name: stage}}
""",
        deals="id,name,owner,stage,is_deleted\n1,A,,x,TRUE\n2,B,,y,False\n3,C,,y,\n",
    )
    deals = store.read("opportunities").sort("opportunity_id")
    assert deals["is_deleted"].to_list() == [True, False, False]
    assert accounts(report)["stage_events"] == (2, 2, 0, 1)
    assert report.tables["stage_events"].rules["deleted"].count == 1
    assert store.read("stages").height == 2


NEIGHBOURS = """
sources:
  log.csv:
    previous: {was: {of: stage, within: deal, order: when}}
    next: {until: {of: when, within: deal, order: when}}
load:
  - {table: contacts, from: log.csv, columns: {name: stage, post: was, phone: until}}
"""
BEFORE = """
sources:
  log.csv: {previous: {was: {of: stage, within: deal, order: when}}}
load:
  - {table: contacts, from: log.csv, columns: {name: stage, post: was}}
"""


def stages(store: Store) -> list[tuple[object, ...]]:
    return store.read("contacts").sort("contact_id").select("post", "name", "phone").rows()


def test_the_rows_beside_are_those_of_the_same_group_in_order_of_time(tmp_path: Path) -> None:
    log = "1,b,2024-01-10\n2,a,2024-01-02\n1,a,2024-01-09\n,c,2024-01-01\n,d,2024-01-02\n1,c,2024-02-01\n"
    store, _ = load(tmp_path, NEIGHBOURS, log=f"deal,stage,when\n{log}")
    assert stages(store) == [
        ("a", "b", "2024-02-01"),
        (None, "a", None),
        (None, "a", "2024-01-10"),
        (None, "c", None),
        (None, "d", None),
        ("b", "c", None),
    ]


def test_numbers_are_ordered_as_numbers(tmp_path: Path) -> None:
    store, _ = load(tmp_path, BEFORE, log="deal,stage,when\n1,z,10\n1,a,9\n1,b,9\n")
    assert stages(store) == [("b", "z", None), (None, "a", None), ("a", "b", None)]


def test_rows_of_an_unreadable_time_are_not_put_in_a_guessed_order(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="cannot be ordered by 'when': row 3 says '03/04/2024', which is no date"):
        load(tmp_path, BEFORE, log="deal,stage,when\n1,z,2024-01-01\n1,a,03/04/2024\n")


def test_only_changes_are_taken_and_the_rest_is_left_aside(tmp_path: Path) -> None:
    mapping = """
sources:
  log.csv:
    changes: {of: stage, within: deal, order: when}
    previous: {was: {of: stage, within: deal, order: when}}
load:
  - {table: contacts, from: log.csv, columns: {name: stage, post: was}}
"""
    log = "deal,stage,when\n1,a,2024-01-01\n1,b,2024-01-03\n1,a,2024-01-02\n2,a,2024-01-04\n1,b,2024-01-05\n"
    store, report = load(tmp_path, mapping, log=log)
    assert stages(store) == [(None, "a", None), ("a", "b", None), (None, "a", None)]
    assert (report.files["log.csv"].read, report.files["log.csv"].left_aside) == (5, 2)


def test_columns_become_rows_and_empty_ones_do_not(tmp_path: Path) -> None:
    mapping = """
sources:
  plan.csv: {unpivot: {columns: {January: 1, february: 2, march: 3}, name: month, value: amount}}
load:
  - {table: users, from: plan.csv, distinct: true, key: who, columns: {name: who}}
  - {table: receivable_plans, from: plan.csv, columns: {number: month, amount: amount}}
"""
    store, report = load(tmp_path, mapping, plan="who,january,february\nann,1,2.50\nbob,,3\ncid, ,\n")
    plans = store.read("receivable_plans").sort("receivable_plan_id").select("number", "amount")
    assert plans.rows() == [(1, 100), (2, 250), (2, 300)]
    assert accounts(report)["receivable_plans"] == (3, 3, 0, 0)
    assert report.files["plan.csv"].left_aside == 1


def test_each_part_of_a_text_becomes_a_row(tmp_path: Path) -> None:
    mapping = """
sources:
  teams.csv: {split: {column: members, separator: ","}}
load:
  - {table: users, rows: [{key: 1, name: Ann}, {key: 2, name: Bob}]}
  - {table: customers, from: teams.csv, distinct: true, key: id, columns: {name: id}}
  - {table: customer_members, from: teams.csv, columns: {customer_id: id, user_id: members}}
"""
    store, report = load(tmp_path, mapping, teams='id,members\n7,"1, 2,"\n8,2\n9,\n')
    members = store.read("customer_members").sort("customer_member_id").select("customer_id", "user_id")
    assert members.rows() == [(7, 1), (7, 2), (8, 2)]
    assert report.files["teams.csv"].left_aside == 1
    assert report.tables["customer_members"].rejected == 0


def test_operations_on_a_source_without_rows_give_none(tmp_path: Path) -> None:
    store, report = load(tmp_path, NEIGHBOURS, log="deal,stage,when\n")
    assert (store.read("contacts").height, report.tables["contacts"].read) == (0, 0)


def test_further_columns_of_a_source_are_made_of_each_other_and_may_be_named_by_all_that_follows(
    tmp_path: Path,
) -> None:
    store, report = load(
        tmp_path,
        """
sources:
  deals.csv:
    add:
      stage_now: {column: [Stage, StageName], optional: false}
      closed: {constant: "yes", when: {stage_now: Closed Won}}
      absent: NotThere
load:
  - table: opportunities
    from: deals.csv
    key: id
    columns:
      outcome: {constant: won, when: {closed: "yes"}}
      close_date: {column: day, unless: {closed: ""}}
      name: absent
""",
        deals="id,StageName,day\n1,Closed Won,2024-03-01\n2,Open,2024-04-01\n",
    )
    deals = store.read("opportunities").select("outcome", "close_date", "name")
    assert deals.rows() == [("won", date(2024, 3, 1), None), (None, None, None)]
    assert "StageName" not in report.files["deals.csv"].left_out


def test_a_row_without_the_value_that_is_compared_is_no_change(tmp_path: Path) -> None:
    changes = "changes: {of: stage, within: deal, order: at}"
    mapping = BEFORE_CHANGES.replace("CHANGES", changes)
    store, report = load(
        tmp_path, mapping, log="deal,stage,at\n1,A,2024-01-01\n1,,2024-01-02\n1,A,2024-01-03\n1,B,2024-01-04\n"
    )
    assert store.read("stage_events")["entered_date"].to_list() == [date(2024, 1, 1), date(2024, 1, 4)]
    assert report.files["log.csv"].left_aside == 2


BEFORE_CHANGES = """
sources:
  log.csv:
    CHANGES
load:
  - {table: stage_events, from: log.csv, columns: {entered_date: at}}
"""


def test_rows_of_a_source_without_any_of_the_key_s_columns_have_no_id_and_are_all_kept(tmp_path: Path) -> None:
    mapping = """
sources:
  deals.csv:
    add: {record: [Id, Deal ID]}
load:
  - {table: opportunities, from: deals.csv, optional: true, key: record, columns: {name: name}}
  - {table: leads, from: deals.csv, optional: true, key: [Id, Lead ID], columns: {name: name}}
"""
    store, report = load(tmp_path, mapping, deals="name\nRenewal\nRenewal\n")
    assert store.read("opportunities").select("source_key", "name").rows() == [(None, "Renewal"), (None, "Renewal")]
    assert accounts(report) == {"opportunities": (2, 2, 0, 0), "leads": (2, 2, 0, 0)}


def test_who_is_known_by_name_is_not_made_again(tmp_path: Path) -> None:
    mapping = """
load:
  - {table: customers, from: accounts.csv, key: id, columns: {name: name}}
  - {table: customers, from: deals.csv, distinct: true, key: {column: customer, by: name}, columns: {name: customer}}
  - {table: opportunities, from: deals.csv, columns: {customer_id: {column: customer, by: [source_key, name]}}}
"""
    deals = 'customer\nACME ltd\nBöhm\nböhm\n""\n'
    store, report = load(tmp_path, mapping, accounts="id,name\n7,Acme  Ltd\n", deals=deals)
    assert store.read("customers").select("customer_id", "name").rows() == [(7, "Acme  Ltd"), (8, "Böhm")]
    assert store.read("opportunities")["customer_id"].to_list() == [7, 8, 8, None]
    assert report.tables["customers"].rejected == 0


def test_typed_columns_become_rows_and_parts_as_their_text() -> None:
    plan = pl.DataFrame({ROW: [2, 3], "a": [1, None], "b": [2.0, 2.5], "who": [[7, 8], []]})
    months = unpivoted(plan, Unpivot(columns={"a": "1", "b": "2"}, name="month", value="amount"), "UTC")
    assert months.select(ROW, "month", "amount").rows() == [(2, "1", "1"), (2, "2", "2"), (3, "2", "2.5")]
    assert parted(plan, Split(column="who"), "UTC").select(ROW, "who").rows() == [(2, "7"), (2, "8")]
    assert parted(plan, Split(column="b"), "UTC")["b"].to_list() == ["2", "2.5"]


def test_a_number_that_is_kept_with_a_fraction_of_nothing_is_its_word() -> None:
    assert pl.DataFrame({"state": [1.0, 2.0, None]}).select(holds("state", ["1"]))[:, 0].to_list() == [
        True,
        False,
        False,
    ]
