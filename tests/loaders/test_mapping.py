"""A mapping is refused with file, line and path of everything that is wrong in it."""

from pathlib import Path

import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.mapping import presets, read_mapping, read_preset

HEAD = "version: 1\nname: x\ntitle: X\ncompany: X\ncurrency: USD\n"


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "x.yaml"
    path.write_text(text)
    with pytest.raises(InvalidInput) as caught:
        read_mapping(path)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


@pytest.mark.parametrize("name", sorted(presets()))
def test_every_shipped_preset_is_sound_and_named_after_its_file(name: str) -> None:
    assert read_preset(name).name == name


def test_an_unknown_preset_gets_the_nearest_name_and_the_list() -> None:
    with pytest.raises(MingjingError) as caught:
        read_preset("maven")
    assert str(caught.value) == "Unknown preset 'maven'. Did you mean 'maven_crm'? Presets: crm_zh, maven_crm."


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ("{table: custmers, from: a.csv, key: id}", "load.0: Unknown table 'custmers'. Did you mean 'customers'?"),
        ("{table: calendar, from: a.csv, key: id}", "load.0: Unknown table 'calendar'."),
        (
            "{table: customers, from: a.csv, columns: {nmae: a}}",
            "load.0: Unknown column of customers 'nmae'. Did you mean 'name'?",
        ),
        (
            "{table: opportunities, from: a.csv, columns: {outcome: {column: a, codes: {1: wonn}}}}",
            "load.0: Unknown value of outcome 'wonn'. Did you mean 'won'?",
        ),
        (
            "{table: contracts, from: a.csv, columns: {customer_id: {column: a, by: nam}}}",
            "load.0: Unknown column of customers 'nam'. Did you mean 'name'?",
        ),
        (
            "{table: customers, from: a.csv, columns: {name: {column: a, by: name}}}",
            "load.0: 'name' refers to no table, so that 'by' has no meaning there",
        ),
        ("{table: customers, columns: {name: a}}", "load.0: give either a file in 'from' or 'rows'"),
        ("{table: customers, from: a.csv, distinct: true}", "load.0: 'distinct' needs a 'key'"),
        (
            "{table: customers, from: a.csv, columns: {name: {constant: a, column: b}}}",
            "load.0.columns.name: give either a source column or a constant",
        ),
        (
            "{table: users, from: a.csv, columns: {is_active: {column: a, codes: {yes: 1}}}}",
            "load.0.columns.is_active.codes.1.[key]: YAML reads this as true; put it in quotes",
        ),
        ("{table: customers, from: a.csv, colums: {}}", "load.0.colums: unknown key."),
    ],
)
def test_a_feed_that_does_not_fit_the_tables_is_refused_in_its_line(tmp_path: Path, feed: str, message: str) -> None:
    [problem] = problems(tmp_path, f"{HEAD}load:\n  - {feed}\n")
    assert problem.startswith(f"x.yaml:7: {message}")


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = (
        HEAD.replace("USD", "dollars") + "timezone: Asia/Shangai\ntoday_from: [contracts.date]\nload: []\ncolour: red\n"
    )
    found = problems(tmp_path, text)
    assert [problem.split(": ")[0] for problem in found] == ["x.yaml:5", "x.yaml:6", "x.yaml:7", "x.yaml:8", "x.yaml:9"]
    assert "Did you mean 'Asia/Shanghai'?" in found[1]


def test_a_chain_through_no_reference_is_refused(tmp_path: Path) -> None:
    load = "load: [{table: receipts, from: a.csv, key: id}]\n"
    [problem] = problems(tmp_path, f"{HEAD}{load}fill: {{receipts.owner_id: [contract.owner_id]}}\n")
    assert "Unknown column of receipts 'contract'. Did you mean 'contract_id'?" in problem
