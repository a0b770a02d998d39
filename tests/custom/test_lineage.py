"""Where columns come from: told by the load, found by table, column or metric, without credentials."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from datasource.__main__ import main
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.loaders.lineage import NO_STEPS, steps
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import Cell, CustomCell, read_mapping
from datasource.loaders.mapping.cell import Lookup
from datasource.loaders.origins import without_secrets
from datasource.metrics.custom import vocabulary_of
from datasource.metrics.spoken import speaking
from datasource.people.account import ScopeKind
from datasource.reports.lineage import find, lineage, of_metric
from datasource.scope import Viewer
from datasource.store import Store
from tests.custom.test_loading import MAPPING, write
from widgets.blocks.origins import STEPS, source_lines


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("lineage")
    import_folder(read_mapping(MAPPING), write(made / "files"), Store(made / "data"))
    return made / "data"


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Catalog:
    return open_catalog(folder)


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(MAPPING.read_text("utf-8").splitlines(), 1) if text in line)


def test_a_column_of_ones_own_leads_to_file_column_and_line(loaded: Catalog) -> None:
    [seats] = find(loaded, "customers.seats").columns
    [way] = seats.ways
    assert (seats.name, seats.meaning, seats.rules) == ("customers.x_seats", "Seats", (("bad_number", 1),))
    assert (way.source, Path(way.origin).name, way.kind, way.columns) == (
        "Account.csv",
        "Account.csv",
        "utf-8",
        ("Seats__c",),
    )
    assert (way.mapping, way.line) == ("acme.yaml", line_of("seats: {"))


def test_how_often_rules_struck_is_told_to_those_who_see_every_row(loaded: Catalog) -> None:
    whole = find(loaded, "customers.seats")
    assert whole.seen_by(Viewer("boss", ScopeKind.ALL)) == whole
    [seats] = whole.seen_by(Viewer("bob", ScopeKind.SELF, 2)).columns
    assert seats == replace(whole.columns[0], rules=())


def test_kept_columns_and_columns_of_ones_own_tables_are_told_too(loaded: Catalog) -> None:
    [risk] = find(loaded, "customers.x_churn_risk_c").columns
    assert risk.ways[0].columns == ("Churn Risk__c",)
    names = [told.column for told in find(loaded, "payroll").columns]
    assert names == ["source_key", "owner_id", "x_gross", "x_kind", "x_paid_on"]
    [owner] = find(loaded, "payroll.owner_id").columns
    assert (owner.ways[0].columns, owner.ways[0].steps) == (("login",), (("by", "login"),))


def test_a_metric_leads_to_every_column_behind_it(loaded: Catalog) -> None:
    with speaking(vocabulary_of(loaded.custom)):
        told = of_metric(lineage(loaded), "sum_x_stock_quantity")
    assert [one.name for one in told] == ["stock.x_quantity", "stock.x_counted_on"]
    assert [one.name for one in find(loaded, "new_customers").columns] == [
        "customers.source_key",
        "customers.created_date",
    ]


def test_an_unknown_name_is_refused_with_the_nearest_one(loaded: Catalog) -> None:
    with pytest.raises(MingjingError, match=r"Unknown column of customers 'seets'\. Did you mean 'x_seats'"):
        find(loaded, "customers.seets")
    with pytest.raises(MingjingError, match=r"Unknown table, column or metric 'stok'\. Did you mean 'stock'"):
        find(loaded, "stok")


def test_a_version_that_no_mapping_filled_has_no_columns(own: Catalog) -> None:
    assert lineage(own).columns == ()


def test_the_command_line_tells_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lineage", "--data", str(folder), "customers.x_tier"]) == 0
    told = capsys.readouterr().out
    assert "customers.x_tier: Tier\n" in told
    assert f"(acme.yaml:{line_of('tier: {')})" in told
    assert main(["lineage", "--data", str(folder), "--json", "stock.value"]) == 0
    assert json.loads(capsys.readouterr().out)["columns"][0]["ways"][0]["columns"] == ["worth"]
    assert main(["lineage", "--data", str(folder), "stok"]) == 2


def test_steps_are_told_in_their_order_and_in_short() -> None:
    cell = Cell(
        join=("a", "b"),
        nulls=("none",),
        lookup=Lookup.model_validate({"in": "other.csv", "match": "id", "give": "name"}),
        codes={"1": "approved", "2": "pending"},
        formats=("%d.%m.%Y",),
    )
    assert dict(steps(cell)) == {
        "join": "a, b",
        "nulls": "none",
        "lookup": "give: name, match: id, source: other.csv",
        "codes": "1 → approved, 2 → pending",
        "formats": "%d.%m.%Y",
    }
    assert list(steps(CustomCell(column=("a",), label="A", type="money"))) == []
    [(_key, said)] = steps(Cell(column=("a",), values={f"word {n}": "x" for n in range(99)}))
    assert (len(said), said[-1]) == (201, "…")


def test_every_step_of_a_cell_has_words() -> None:
    assert STEPS.keys() == {*Cell.model_fields, *CustomCell.model_fields} - NO_STEPS


def test_a_proof_names_each_source_once(loaded: Catalog) -> None:
    told = find(loaded, "stock").columns
    assert list(source_lines(told)) == ["erp_stock.csv (utf-8): line, sku, on_hand, worth, site, counted"]


def test_no_credentials_of_an_address_are_kept() -> None:
    assert without_secrets("postgresql://ann:pa55@db/crm: deals") == "postgresql://db/crm: deals"
    assert without_secrets("crm: public.deals") == "crm: public.deals"
