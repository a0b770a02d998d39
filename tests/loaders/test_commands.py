"""`import` and `tables` of the command line."""

import argparse
import json
from pathlib import Path

import pytest

from datasource.errors import MingjingError
from datasource.loaders.commands import add_commands, run
from datasource.store import Store


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    return run(parser.parse_args(words))


def files_of(preset: str, folder: Path) -> Path:
    """A tiny export of the right shape: each file with its header and no row but one deal."""
    headers = {
        "maven_crm": {
            "sales_teams.csv": "sales_agent,manager,regional_office\nAnna,Dustin,Central\n",
            "accounts.csv": "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n",
            "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\n",
            "sales_pipeline.csv": (
                "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
                "A1,Anna,GTXPro,Ghost,Won,2017-01-02,2017-03-04,10\n"
            ),
        }
    }
    folder.mkdir()
    for name, text in headers[preset].items():
        (folder / name).write_text(text)
    return folder


def test_import_prints_the_report_and_fills_the_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = files_of("maven_crm", tmp_path / "from")
    assert command("import", "--preset", "maven_crm", "--from", str(source), "--data", str(tmp_path / "data")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  opportunities: 1 read = 1 kept + 0 rejected" in lines
    assert "      orphan: 1 (customer_id 1)" in lines
    assert Store(tmp_path / "data").read("opportunities")["amount"].to_list() == [1000]


def test_import_prints_json_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = files_of("maven_crm", tmp_path / "from")
    command("import", "--preset", "maven_crm", "--from", str(source), "--data", str(tmp_path / "data"), "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["preset"], report["version"]) == ("maven_crm", Store(tmp_path / "data").manifest().version)
    assert report["tables"]["opportunity_lines"] == {
        "read": 1,
        "kept": 1,
        "rejected": 0,
        "rules": {
            "value_map": {
                "count": 1,
                "columns": {"product_id": 1},
                "examples": [{"row": 2, "column": "product_id", "value": "GTXPro", "became": "GTX Pro"}],
            }
        },
        "left_aside": 0,
        "money": {
            "amount": {"read": "10.00", "rounded": "0", "rejected": "0", "filled": "0", "kept": "10.00"},
        },
    }
    assert report["files"]["sales_pipeline.csv"]["encoding"] == "utf-8"


@pytest.mark.parametrize("more", [[], ["--json"], ["--dry-run"]])
def test_more_rejects_than_allowed_are_exit_code_1_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    source = files_of("maven_crm", tmp_path / "from")
    with (source / "sales_pipeline.csv").open("a") as deals:
        deals.write(",Anna,GTXPro,Ghost,Won,2017-01-02,2017-03-04,10\n")
    arguments = ("import", "--preset", "maven_crm", "--from", str(source), "--data", str(tmp_path / "data"), *more)
    assert command(*arguments) == 1
    told = "2 of 16 rows were rejected, more than the 0 % that 'maven_crm' allows; the report says which and why.\n"
    assert capsys.readouterr().err == told


def test_the_wrong_preset_for_a_folder_is_recognised(tmp_path: Path) -> None:
    source = files_of("maven_crm", tmp_path / "from")
    with pytest.raises(MingjingError, match=r"none of the files of preset 'crm_zh' \(sys_dept\.csv, .*'maven_crm'\.$"):
        command("import", "--preset", "crm_zh", "--from", str(source), "--data", str(tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_a_folder_without_any_known_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    with pytest.raises(MingjingError, match="give another folder in --from or another --preset"):
        command("import", "--preset", "crm_zh", "--from", str(tmp_path / "from"), "--data", str(tmp_path / "data"))


def test_an_import_over_a_damaged_store_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    source = files_of("maven_crm", tmp_path / "from")
    arguments = ("import", "--preset", "maven_crm", "--from", str(source), "--data", str(tmp_path / "data"))
    command(*arguments)
    manifest = tmp_path / "data/store/manifest.json"
    manifest.write_text("{")
    with pytest.raises(MingjingError, match="is damaged; restore it from a copy, or remove"):
        command(*arguments)
    assert manifest.read_text() == "{"


def test_tables_prints_the_dictionary(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("tables") == 0
    out = capsys.readouterr().out
    assert out.startswith("# Data dictionary\n")
    assert "| `customer_id` | → customers |" in out


def test_the_dictionary_in_the_documentation_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    command("tables")
    kept = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"
    fresh = capsys.readouterr().out
    assert kept.read_text("utf-8") == fresh, "stale: python -m datasource tables > docs/data-dictionary.md"


DEALS = (
    "version: 1\nname: deals\ntitle: Deals\ncompany: Acme\ncurrency: USD\nload:\n"
    "  - {table: contracts, from: deals.csv, key: id, columns: {name: name, amount: amount}}\n"
)


def deals_of(folder: Path, name: str, *keys: object) -> tuple[str, ...]:
    """An import of one contract for each of `keys`, called after `name` and the key."""
    source = folder / name
    source.mkdir()
    (source / "deals.csv").write_text("id,name,amount\n" + "".join(f"{key},{name} {key},1\n" for key in keys))
    (folder / "deals.yaml").write_text(DEALS)
    return ("import", "--mapping", str(folder / "deals.yaml"), "--from", str(source), "--data", str(folder / "data"))


@pytest.mark.parametrize("text", ["{}", "D{}"], ids=["numbers", "texts"])
def test_another_crm_of_the_same_name_is_refused_unless_it_is_to_replace_the_first(tmp_path: Path, text: str) -> None:
    ids = [text.format(number) for number in range(100, 120)]
    command(*deals_of(tmp_path, "Acme", *ids))
    served = Store(tmp_path / "data").manifest()
    strangers = ids if text == "{}" else [one.lower() for one in ids]
    other = deals_of(tmp_path, "Zeta", *strangers)
    told = r"none of the contracts that '.*data' holds: it seems to come from another CRM of the same name 'deals'"
    for more in ([], ["--dry-run"]):
        with pytest.raises(MingjingError, match=told):
            command(*other, *more)
    assert Store(tmp_path / "data").manifest() == served
    assert command(*other, "--replace") == 0
    assert Store(tmp_path / "data").read("contracts")["name"].str.starts_with("Zeta").all()


def test_a_load_that_knows_one_record_is_of_the_same_crm(tmp_path: Path) -> None:
    command(*deals_of(tmp_path, "Acme", *(f"D{number}" for number in range(20))))
    assert command(*deals_of(tmp_path, "Later", "D19", *(f"E{number}" for number in range(20)))) == 0


def test_a_few_records_may_all_be_others(tmp_path: Path) -> None:
    command(*deals_of(tmp_path, "Acme", "D1", "D2"))
    assert command(*deals_of(tmp_path, "Later", "D3")) == 0
