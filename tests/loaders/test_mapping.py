"""A mapping is refused with file, line and path of everything that is wrong in it."""

from pathlib import Path

import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.mapping import Header, presets, read_mapping, read_preset

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
    told = f"Unknown preset 'maven'. Did you mean 'maven_crm'? Presets: {', '.join(presets())}."
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        (
            "{table: custmers, from: a.csv, key: id}",
            "load.0.table: Unknown table 'custmers'. Did you mean 'customers'?",
        ),
        ("{table: calendar, from: a.csv, key: id}", "load.0.table: Unknown table 'calendar'."),
        (
            "{table: customers, from: a.csv, columns: {nmae: a}}",
            "load.0.columns.nmae: Unknown column of customers 'nmae'. Did you mean 'name'?",
        ),
        (
            "{table: opportunities, from: a.csv, columns: {outcome: {column: a, codes: {1: wonn}}}}",
            "load.0.columns.outcome: Unknown value of outcome 'wonn'. Did you mean 'won'?",
        ),
        (
            "{table: contracts, from: a.csv, columns: {customer_id: {column: a, by: nam}}}",
            "load.0.columns.customer_id.by: Unknown column of customers 'nam'. Did you mean 'name'?",
        ),
        (
            "{table: customers, from: a.csv, columns: {name: {column: a, by: name}}}",
            "load.0.columns.name.by: 'name' refers to no table, so that 'by' has no meaning there",
        ),
        ("{table: customers, columns: {name: a}}", "load.0: give either a source in 'from' or 'rows'"),
        ("{table: customers, from: a.csv, distinct: true}", "load.0: 'distinct' needs a 'key'"),
        (
            "{table: customers, from: a.csv, columns: {name: {constant: a, column: b}}}",
            "load.0.columns.name: give one of a source column, a constant, 'first_of', 'cases' or 'join'",
        ),
        (
            "{table: users, from: a.csv, columns: {is_active: {column: a, codes: {yes: 1}}}}",
            "load.0.columns.is_active.codes.1.[key]: YAML reads this as true; put it in quotes",
        ),
        ("{table: customers, from: a.csv, colums: {}}", "load.0.colums: unknown key."),
        ("{table: customers, from: acounts}", "load.0.from: Unknown source 'acounts'; list 'acounts' under 'sources'"),
        (
            "{table: customers, from: a.csv, columns: {name: {column: a, scale: 2}}}",
            "load.0.columns.name.scale: 'name' is no number, so that 'scale' has no meaning there",
        ),
        (
            "{table: customers, from: a.csv, columns: {created_date: {column: a, formats: ['%d/%m']}}}",
            "load.0.columns.created_date.formats: '%d/%m' does not say year, month and day; write it as %Y-%m-%d",
        ),
        (
            "{table: customers, from: a.csv, columns: {name: {column: a, pattern: '(?=x)'}}}",
            "load.0.columns.name.pattern: '(?=x)' is no regular expression (without look-around); mend it",
        ),
        (
            "{table: contracts, from: a.csv, columns: {customer_id: {column: a, fuzzy: 90}}}",
            "load.0.columns.customer_id.fuzzy: 'fuzzy' belongs to 'by'; add that or leave this out",
        ),
        (
            "{table: customers, from: a.csv, columns: {name: {column: a, codes: {A: x, a: y}}}}",
            "load.0.columns.name.codes: two codes differ only in upper and lower case; keep one",
        ),
        (
            "{table: customers, from: a.csv, columns: {name: {cases: [{column: a, by: name}]}}}",
            "load.0.columns.name.cases: there is no 'by' here; write it beside 'cases'",
        ),
        (
            "{table: customers, from: a.csv, custom: {Tier-1: Tier}}",
            "load.0.custom.Tier-1: 'Tier-1' is no name; begin with a letter",
        ),
        (
            "{table: customers, from: a.csv, custom: {tier: {column: Tier, unit: seats}}}",
            "load.0.custom.tier.unit: only a number has a unit",
        ),
        (
            "{table: customers, from: a.csv, key: {column: a, by: name}, columns: {name: a}}",
            "load.0.key.by: only the key of a 'distinct' feed is looked up; leave 'by' out",
        ),
        (
            "{table: customers, from: a.csv, distinct: true, key: {column: a, by: nam}, columns: {name: a}}",
            "load.0.key.by: Unknown column of customers 'nam'. Did you mean 'name'?",
        ),
        (
            "{table: stages, rows: [{key: a, name: A, kind: opn}]}",
            "load.0.rows.0.kind: Unknown value of kind 'opn'. Did you mean 'open'?",
        ),
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


def test_names_of_sources_are_checked_with_the_nearest_one_and_unread_ones_are_refused(tmp_path: Path) -> None:
    text = f"{HEAD}sources:\n  accounts: {{files: [a.csv]}}\nload:\n  - {{table: customers, from: acounts, key: id}}\n"
    assert problems(tmp_path, text) == [
        "x.yaml:7: sources.accounts: no feed reads this source; name it in a 'from', or leave it out",
        "x.yaml:9: load.0.from: Unknown source 'acounts'. Did you mean 'accounts'?",
    ]


def test_broken_shapes_and_wrong_names_are_told_together(tmp_path: Path) -> None:
    text = f"{HEAD}colour: red\nload:\n  - {{table: custmers, from: a.csv}}\nfill: {{receipts.owner: []}}\n"
    assert [problem.split(": ")[0] for problem in problems(tmp_path, text)] == ["x.yaml:6", "x.yaml:8", "x.yaml:9"]


OWN = """
tables:
  stock:
    label: Stock
    key: sku
    date: counted_on
    owner: keeper
    relations: {product_id: products}
    columns:
      quantity: {label: On stock, type: number, unit: pieces}
      counted_on: {label: Counted on, type: date}
      keeper: {label: Keeper, type: owner}
load:
  - table: stock
    from: stock.csv
    key: id
    columns: {quantity: qty, counted_on: day, keeper: {column: who, by: login}, product_id: product}
fill: {stock.keeper: [product_id.product_category_id]}
"""


def test_a_table_of_one_s_own_is_filled_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(HEAD + OWN)
    mapping = read_mapping(tmp_path / "x.yaml")
    stock = mapping.known["stock"]
    assert {name: (str(one.dtype), one.unit, one.refers_to) for name, one in stock.items()} == {
        "quantity": ("Float64", "pieces", ""),
        "counted_on": ("Date", "", ""),
        "keeper": ("Int64", "", "users"),
        "product_id": ("Int64", "", "products"),
    }
    assert mapping.file == tmp_path / "x.yaml"


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("date: counted_on", "date: quantity", "tables.stock.date: 'quantity' is no date or time; give it that type"),
        ("owner: keeper", "owner: kepeer", "tables.stock.owner: Unknown column 'kepeer'. Did you mean 'keeper'?"),
        ("key: sku", "key: quantity", "tables.stock.key: 'quantity' is another column too; give the key a name"),
        (
            "{product_id: products}",
            "{product_id: product}",
            "tables.stock.relations.product_id: Unknown table 'product'",
        ),
        ("      quantity: {", "      q-1: {", "tables.stock.columns.q-1: 'q-1' is no name; begin with a letter"),
        ("quantity: qty,", "quantty: qty,", "load.0.columns.quantty: Unknown column of stock 'quantty'. Did you mean"),
    ],
)
def test_what_is_wrong_with_a_table_of_one_s_own_is_told(
    tmp_path: Path, written: str, instead: str, message: str
) -> None:
    assert written in OWN
    found = problems(tmp_path, HEAD + OWN.replace(written, instead))
    assert any(message in problem for problem in found), found


def test_an_own_table_may_not_have_the_name_of_a_canonical_one(tmp_path: Path) -> None:
    found = problems(
        tmp_path, HEAD + OWN.replace("  stock:", "  customers:").replace("table: stock", "table: customers")
    )
    assert "tables.customers: 'customers' is a table of Mingjing; give yours another name" in found[0]


@pytest.mark.parametrize(
    ("name", "found"),
    [("CloseDate", "CloseDate"), ("close_date", "CloseDate"), ("Close-Date", "CloseDate"), ("id", "ID"), ("No", None)],
)
def test_a_column_is_found_as_it_stands_else_folded(name: str, found: str | None) -> None:
    assert Header(["CloseDate", "ID", "Name", "name "]).find(name) == found


def test_a_folded_name_that_two_columns_share_finds_neither_but_the_exact_one() -> None:
    header = Header(["NAME", "Name"])
    assert (header.find("name"), header.find("Name")) == (None, "Name")


def test_a_further_column_of_a_source_is_text_and_may_look_into_another_source(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        HEAD
        + "sources:\n  deal:\n    add:\n      company: {column: id, lookup: {in: pairs, match: deal, give: company}}\n"
        "  pairs: {}\nload:\n  - {table: opportunities, from: deal, columns: {customer_id: company}}\n"
    )
    mapping = read_mapping(tmp_path / "x.yaml")
    assert mapping.source_names() == ["deal", "pairs"]
    assert mapping.source("deal").made_columns() == ("company",)
    (tmp_path / "x.yaml").write_text(
        HEAD + "sources:\n  deal:\n    add:\n      cents: {column: amount, scale: 100}\n"
        "load:\n  - {table: opportunities, from: deal, columns: {name: cents}}\n"
    )
    with pytest.raises(InvalidInput, match="there is no 'scale' here; write it where the column is used"):
        read_mapping(tmp_path / "x.yaml")
