"""The demo company in a store, and the command that makes it."""

import argparse
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.people.first_start import demo_sign_ins
from datasource.sample import company
from datasource.sample.commands import add_commands
from datasource.sample.company import publish_demo
from datasource.sample.sign_ins import DEMO_SIGN_INS, demo_accounts
from datasource.store import Meta, Store
from datasource.tables.schema import TABLES
from tests.sample.conftest import Tables


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    return parser.parse_args(["demo", *words])


def test_the_store_holds_every_table_and_todays_date(tmp_path: Path, small: Tables) -> None:
    told: list[float] = []
    version = publish_demo(tmp_path, scale=0.05, progress=lambda done, _label: told.append(done))
    manifest = Store(tmp_path).manifest()
    assert manifest.version == version
    assert (manifest.source, manifest.company, manifest.currency) == ("demo", "明镜科技", "CNY")
    assert manifest.today == date(2026, 6, 30)
    assert set(manifest.tables) == set(TABLES)
    assert manifest.tables["contracts"].rows == small["contracts"].height
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_large_company_is_written_in_parts_with_keys_that_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "LARGEST_BLOCK", 100)
    publish_demo(tmp_path, scale=0.05)
    files = Store(tmp_path).manifest().tables
    assert len(files["activities"].files) == 3
    assert files["customers"].rows == 250
    assert len(files["users"].files) == 1


def test_another_companys_store_is_left_alone(tmp_path: Path, small: Tables) -> None:
    store = Store(tmp_path)
    with store.publish(Meta(source="maven_crm", company="Maven", currency="USD")) as draft:
        draft.write("users", small["users"])
    before = store.manifest()
    with pytest.raises(MingjingError, match="holds the data of 'Maven'"):
        publish_demo(tmp_path, scale=0.05)
    assert store.manifest() == before


def test_the_command_makes_the_company_and_its_sign_ins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = asked("--data", str(tmp_path), "--scale", "0.02")
    assert arguments.handler(arguments) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.rstrip().endswith("100%  done")
    assert err.endswith("\n")
    assert [one.login for one in demo_sign_ins(tmp_path)] == ["admin", "manager", "analyst", "rep", "service"]


def test_a_refusal_leaves_no_progress_line_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = asked("--data", str(tmp_path), "--scale", "0")
    with pytest.raises(MingjingError, match="cannot have scale 0"):
        arguments.handler(arguments)
    assert capsys.readouterr().err.rpartition("\r")[2] == ""
    assert not Store(tmp_path).exists()


def test_a_seed_below_zero_is_refused(tmp_path: Path) -> None:
    arguments = asked("--data", str(tmp_path), "--seed", "-1")
    with pytest.raises(MingjingError, match="cannot have seed -1; give a whole number from 0 up"):
        arguments.handler(arguments)
    assert not Store(tmp_path).exists()


def test_the_sign_ins_are_people_of_the_company(company: Tables) -> None:
    users = {row["user_id"]: row for row in company["users"].rows(named=True)}
    departments = {row["name"]: row for row in company["departments"].rows(named=True)}
    accounts = {one.login: one for one in demo_accounts(company["users"], company["departments"])}
    keys = {login: one.crm_user_id or 0 for login, one in accounts.items()}
    assert list(keys) == [one.login for one in DEMO_SIGN_INS]
    assert all(users[key]["is_active"] for key in keys.values())
    assert [one.name for one in accounts.values()] == [users[key]["name"] for key in keys.values()]
    assert departments["华东大区"]["head_id"] == keys["manager"]
    assert users[users[users[keys["rep"]]["manager_id"]]["manager_id"]]["user_id"] == keys["manager"]
    assert departments["客户服务部"]["head_id"] == keys["service"]
    assert users[keys["service"]]["department_id"] == departments["客户服务部"]["department_id"]


def test_the_head_of_service_sees_the_tickets(company: Tables) -> None:
    (head,) = [one for one in demo_accounts(company["users"], company["departments"]) if one.login == "service"]
    mine = company["users"].filter(pl.col("user_id") == head.crm_user_id)["department_id"]
    desk = company["users"].filter(pl.col("department_id").is_in(mine.implode()))["user_id"]
    seen = company["tickets"]["owner_id"].is_in(desk.implode())
    assert head.scope is ScopeKind.DEPARTMENT_TREE
    assert seen.sum() > 0.95 * seen.len()
