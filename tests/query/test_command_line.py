"""`python -m datasource query`, as other programs call it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from datasource.__main__ import main
from datasource.catalog.catalog import Catalog
from tests.tiny_crm import build as build_tiny
from tests.traps.company import company

FROZEN_METRICS = [
    "new_customers", "dealt_customers", "dealt_customers_period", "deal_rate", "new_contacts", "new_leads",
    "new_opportunities", "new_opportunity_amount", "open_opportunities", "open_amount", "weighted_amount",
    "won_count", "lost_count", "closed_count", "won_amount", "lost_amount", "win_rate", "avg_won_amount",
    "cycle_days", "cycle_days_median", "contract_count", "contract_amount", "received_amount", "receipt_count",
    "outstanding_amount", "invoiced_amount", "follow_ups", "customers_followed", "target_amount", "attainment",
]  # fmt: skip
FROZEN_DIMENSIONS = [
    "date", "created_date", "close_date", "order_date", "received_date", "owner", "sales_team", "department",
    "region", "customer", "industry", "level", "source", "pipeline", "stage", "outcome", "product",
    "product_category", "channel",
]  # fmt: skip
TEAMS = {
    "Melvin Marxen": 2_251_930,
    "Summer Sewald": 1_964_750,
    "Rocco Neubert": 1_960_545,
    "Celia Rouche": 1_603_897,
    "Cara Losch": 1_130_049,
    "Dustin Brinkmann": 1_094_363,
}
GTX_PRO = {
    "metrics": ["won_amount", "win_rate"],
    "by": ["sales_team", {"field": "close_date", "grain": "quarter"}],
    "where": [{"field": "product", "op": "in", "value": ["GTX Pro"]}],
    "period": {"field": "close_date", "from": "2017-01-01", "to": "2017-12-31"},
    "top": {"field": "sales_team", "n": 3, "by": "won_amount", "others": True},
    "totals": True,
}
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def tiny_folder(tiny: Catalog) -> Path:
    return tiny.store.data_dir


def query(capsys: Capture, folder: Path, question: Any, *more: str) -> dict[str, Any]:
    """The answer that the command line prints."""
    capsys.readouterr()
    assert main(["query", "--data", str(folder), "--json", json.dumps(question), *more]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    found: dict[str, Any] = json.loads(told.out)
    return found


def refused(capsys: Capture, *arguments: str) -> str:
    """The one line on stderr with which the command line refuses."""
    capsys.readouterr()
    assert main(["query", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    [line] = told.err.splitlines()
    return line


def test_maven_is_counted_as_known(maven: Path, capsys: Capture) -> None:
    asked = ["new_opportunities", "won_count", "lost_count", "closed_count", "won_amount", "win_rate"]
    answer = query(capsys, maven, {"metrics": asked})
    assert answer["rows"] == [
        {
            "new_opportunities": 8800,
            "won_count": 4238,
            "lost_count": 2473,
            "closed_count": 6711,
            "won_amount": 10_005_534.0,
            "win_rate": pytest.approx(4238 / 6711, rel=1e-9),
        }
    ]
    assert answer["totals"] is None
    assert answer["proof"]["metrics"]["won_count"]["rows_read"] == 8800


def test_maven_won_amount_by_team_is_as_known(maven: Path, capsys: Capture) -> None:
    asked = {"metrics": ["won_amount"], "by": ["sales_team"], "sort": [{"by": "won_amount", "desc": True}]}
    found = query(capsys, maven, asked | {"totals": True})
    assert [(row["sales_team"], row["won_amount"]) for row in found["rows"]] == [*TEAMS.items()]
    assert found["totals"] == {"won_amount": 10_005_534.0}


def test_maven_gtx_pro_by_team_and_quarter_is_as_known(maven: Path, capsys: Capture) -> None:
    found = query(capsys, maven, GTX_PRO)
    rows = found["rows"]
    assert len(rows) == 16
    assert [row["close_date"] for row in rows[:4]] == ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"]
    year: dict[str, float] = {}
    for row in rows:
        year[row["sales_team"]] = year.get(row["sales_team"], 0) + row["won_amount"]
    assert year == {"Melvin Marxen": 1_104_109, "Rocco Neubert": 850_293, "Summer Sewald": 776_711, "Others": 779_465}
    assert {row["sales_team"] for row in rows if row.get("_others")} == {"Others"}
    assert found["totals"] == {"won_amount": 3_510_578.0, "win_rate": pytest.approx(729 / 1147, rel=1e-9)}
    assert round(found["totals"]["win_rate"], 6) == 0.635571


def test_maven_a_manager_sees_the_team_and_a_seller_only_their_own(maven: Path, capsys: Capture) -> None:
    asked = {"metrics": ["won_amount"], "by": ["owner"], "totals": True}
    team = query(capsys, maven, asked, "--viewer", "Melvin Marxen")
    assert team["totals"] == {"won_amount": 2_251_930.0}
    assert (team["proof"]["viewer"], team["proof"]["scope"]) == ("Melvin Marxen", "subordinates")
    everything = query(capsys, maven, asked)
    assert everything["proof"]["scope"] == "all"
    total = 0.0
    for row in everything["rows"]:
        own = query(capsys, maven, asked, "--viewer", row["owner"])
        assert own["rows"] == [row]
        assert own["proof"]["scope"] == "self"
        total += own["totals"]["won_amount"]
    assert total == everything["totals"]["won_amount"] == 10_005_534.0


def test_maven_managers_together_see_the_whole(maven: Path, capsys: Capture) -> None:
    for name, amount in TEAMS.items():
        found = query(capsys, maven, {"metrics": ["won_amount"]}, "--viewer", name)
        assert found["rows"] == [{"won_amount": float(amount)}]


def test_the_chinese_crm_is_counted_as_known(chinese: Path, capsys: Capture) -> None:
    asked = ["new_customers", "contract_count", "contract_amount", "receipt_count", "received_amount", "won_count"]
    [row] = query(capsys, chinese, {"metrics": [*asked, "won_amount"]})["rows"]
    assert row == {
        "new_customers": 50,
        "contract_count": 33,
        "contract_amount": 4_816_000.0,
        "receipt_count": 38,
        "received_amount": 2_037_334.0,
        "won_count": 11,
        "won_amount": 5_000_000.0,
    }
    pool = {"metrics": ["new_customers"], "where": [{"field": "owner", "op": "eq", "value": "—"}]}
    assert query(capsys, chinese, pool)["rows"] == [{"new_customers": 4}]
    proof = query(capsys, chinese, {"metrics": ["contract_amount"]})["proof"]["metrics"]["contract_amount"]
    assert (proof["rows_read"], proof["rows_used"]) == (40, 33)


def test_the_chinese_crm_says_that_won_deals_have_no_close_date(chinese: Path, capsys: Capture) -> None:
    years = {"from": "2000-01-01", "to": "2099-12-31"}
    found = query(capsys, chinese, {"metrics": ["won_count", "won_amount"], "period": years, "totals": True})
    assert found["rows"] == [{"won_count": None, "won_amount": None}]
    assert found["totals"] == {"won_count": None, "won_amount": None}
    assert found["proof"]["notes"][0] == (
        "'won_count' cannot be told by period: none of its 11 rows has a close_date, and no other date stands in."
    )


def test_a_viewer_is_found_by_login_or_name_and_the_proof_says_who(tiny_folder: Path, capsys: Capture) -> None:
    for name in ("dee", "Dee"):
        found = query(capsys, tiny_folder, {"metrics": ["won_amount"]}, "--viewer", name)
        assert found["rows"] == [{"won_amount": 300.0}]
        assert (found["proof"]["viewer"], found["proof"]["scope"]) == ("Dee", "self")


def test_an_unknown_or_ambiguous_viewer_lists_candidates(tiny_folder: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = '{"metrics": ["won_amount"]}'
    line = refused(capsys, "--data", str(tiny_folder), "--json", asked, "--viewer", "Anne")
    assert line == "Unknown viewer 'Anne'. Did you mean 'Ann'?"
    company(tmp_path, users=[{"name": "Ann", "login": "a1"}, {"name": "Ann", "login": "a2"}])
    line = refused(capsys, "--data", str(tmp_path), "--json", asked, "--viewer", "Ann")
    assert line == "Several users are called 'Ann': Ann (a1), Ann (a2). Give one of these."


def test_a_user_with_an_account_has_the_account_s_scope_by_login_and_by_name(tmp_path: Path, capsys: Capture) -> None:
    folder = str(build_tiny(tmp_path))
    added = ["people", "add", "bob.li", "--name", "Bob Li", "--scope", "department", "--crm-user", "2"]
    assert main([*added, "--data", folder]) == 0
    for name in ("bob.li", "BOB.LI", "Bob", "bob"):
        found = query(capsys, tmp_path, {"metrics": ["new_customers"]}, "--viewer", name)
        assert found["rows"] == [{"new_customers": 3}]  # Bob's two and Cid's one, both of Team A
        assert (found["proof"]["viewer"], found["proof"]["scope"]) == ("Bob Li", "department")


WRONG: dict[str, str] = {
    '{"metrics": ["win_rat"]}': "Unknown metric 'win_rat'. Did you mean 'win_rate'?",
    '{"metrics": ["win_rate"], "by": ["ownr"]}': "Unknown dimension 'ownr'. Did you mean 'owner'?",
    '{"metrics": ["win_rate"], "where": [{"field": "owner", "op": "contain", "value": "A"}]}': (
        "Did you mean 'contains'?"
    ),
    '{"metrics": ["win_rate"], "where": [{"field": "owner", "op": "gt", "value": "A"}]}': "'owner' takes no 'gt'.",
    '{"metrics": ["win_rate"], "where": [{"field": "owner", "op": "in", "value": [null]}]}': "cannot hold null",
    '{"metrics": ["win_rate"], "period": {"from": "2017-12-31", "to": "2017-01-01"}}': "the period runs backwards",
    '{"metrics": ["win_rate"], "period": {"from": "2017-02-30", "to": "2017-03-01"}}': "'2017-02-30' is no day",
    '{"metrics": ["win_rate"], "period": {"from": 0, "to": "2017-03-01"}}': "'0' is no day",
    '{"metrics": ["win_rate"], "period": {"preset": "this_yaer"}}': "Did you mean 'this_year'?",
    '{"metrics": ["win_rate"], "wher": []}': "wher: unknown key. Did you mean 'where'?",
    '{"metrics": ["win_rate"], "limit": 1000000000000000000000000}': "limit: ",
    '{"metrics": ["win_rate"], "compare": "previous"}': "'compare' needs a 'period'",
    '{"metrics": ["won_amount"], "by": ["channel"]}': "with 'channel': opportunities have no channel",
    '{"metrics": ["won_amount"], "by": [{"field": "amount", "bins": [NaN]}]}': "bins must be numbers",
    '{"metrics": ["won_amount"], "by": [{"field": "close_date"}], "top": {"field": "close_date", "n": 1, "by": '
    '"won_amount"}}': "'top' ranks the members of a text dimension; 'close_date' is a date.",
    '{"metrics": ["reached_amount"]}': "needs 'stage' in 'by'",
    '{"metrics": ["won_amount"], "sort": [{"by": "owner"}]}': "Cannot sort by 'owner'",
    '{"metrics": ["won_amount"], "having": [{"field": "won_count", "op": "gt", "value": 1}]}': "not among the metrics",
    '{"metrics": []}': "metrics: ",
    '{"metrics": "won_amount"}': "metrics: ",
    '{"metrics": [': "The question is no JSON",
    "": "The question is no JSON",
    "[1]": "must be a JSON object",
    "[" * 100_000: "nested too deeply",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=[said[:40] for said in WRONG.values()])
def test_a_wrong_question_is_refused_in_one_line(tiny_folder: Path, capsys: Capture, text: str, said: str) -> None:
    assert said in refused(capsys, "--data", str(tiny_folder), "--json", text)


def test_every_problem_of_a_question_is_told_at_once(tiny_folder: Path, capsys: Capture) -> None:
    asked = '{"metrics": [], "limit": 0, "by": [{"feld": "owner"}]}'
    assert main(["query", "--data", str(tiny_folder), "--json", asked]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.partition(":")[0] for line in told.err.splitlines()] == ["metrics", "by.0.field", "by.0.feld", "limit"]


def test_a_folder_that_holds_no_store_is_refused(tmp_path: Path, capsys: Capture) -> None:
    asked = ("--json", '{"metrics": ["won_amount"]}')
    assert "is not a Mingjing data folder; import into it" in refused(capsys, "--data", str(tmp_path), *asked)
    assert "There is no data folder" in refused(capsys, "--data", str(tmp_path / "none"), *asked)
    assert "Give the data folder and a question" in refused(capsys, *asked)
    assert list(tmp_path.iterdir()) == []


def test_the_list_has_every_frozen_name_with_what_it_means(capsys: Capture) -> None:
    assert main(["query", "--list"]) == 0
    told = json.loads(capsys.readouterr().out)
    metrics = {item["name"]: item for item in told["metrics"]}
    dimensions = {item["name"]: item for item in told["dimensions"]}
    assert set(FROZEN_METRICS) <= set(metrics)
    assert set(FROZEN_DIMENSIONS) <= set(dimensions)
    for item in (*metrics.values(), *dimensions.values()):
        assert item["label"]
        assert item["table"]
        assert item["definition"].endswith(".")
    assert {item["unit"] for item in metrics.values()} == {"count", "money", "rate", "days", "hours", "number"}
    assert {item["type"] for item in metrics.values()} == {"metric"}
    assert {item["type"] for item in dimensions.values()} == {"text", "date", "number"}
    assert (dimensions["amount"]["unit"], dimensions["owner"]["unit"]) == ("money", None)
    assert metrics["attainment"]["table"] == "contracts, targets"


def test_another_program_gets_exit_code_2_one_line_on_stderr_and_nothing_on_stdout(tiny_folder: Path) -> None:
    asked = ["query", "--data", str(tiny_folder), "--json", '{"metrics": ["won_amont"]}']
    command = [sys.executable, "-m", "datasource", *asked]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "Unknown metric 'won_amont'. Did you mean 'won_amount'?\n"


CALCULATED = {
    "metrics": ["share", "won_amount"],
    "by": ["half"],
    "sort": [{"by": "share__change", "desc": True}],
    "period": {"from": "2024-04-01", "to": "2024-06-30"},
    "compare": "previous",
    "totals": True,
    "define": [
        {"id": "share", "label": "Share", "ratio": {"of": "won_amount", "to": "contract_amount"}},
        {
            "id": "half",
            "label": "Half",
            "groups": {
                "field": "customer",
                "groups": [{"label": "one", "members": ["Acme", "Echo"]}],
                "others": "other",
            },
        },
    ],
}


def test_calculations_go_by_the_ids_of_the_question(tiny_folder: Path, capsys: Capture) -> None:
    told = query(capsys, tiny_folder, CALCULATED)
    # won 300 of O4 and contracts 300 of C2; the quarter before, won 100 of O1 and contracts 100 + 20 of Acme
    expected = {
        "share": 1.0, "share__base": pytest.approx(100 / 120), "share__change": pytest.approx(0.2),
        "won_amount": 300.0, "won_amount__base": 100.0, "won_amount__change": 2.0,
    }  # fmt: skip
    assert told["rows"] == [{"half": "one", **expected}]
    assert told["totals"] == expected
    assert [*told["proof"]["metrics"]] == ["share", "won_amount", "contract_amount"]


def test_what_is_wrong_with_a_calculation_is_told_by_its_id(tiny_folder: Path, capsys: Capture) -> None:
    for change, sentence in (
        ({"define": [{"id": "share", "label": "S", "sum": ["share", "won_amount"]}], "by": [], "sort": []},
         "define.0: this calculation stands on itself: share → share\n"),
        ({"sort": [{"by": "shar"}]}, "Cannot sort by 'shar': it is not in the answer. It has: half, share, "
         "share__base, share__change, won_amount, won_amount__base, won_amount__change.\n"),
        ({"where": [{"field": "half", "op": "gt", "value": "one"}]}, "'half' takes no 'gt'. It takes: contains, eq, "
         "in, is_null, ne, not_in, not_null, starts_with.\n"),
    ):  # fmt: skip
        assert main(["query", "--data", str(tiny_folder), "--json", json.dumps(CALCULATED | change)]) == 2
        assert capsys.readouterr().err == sentence
