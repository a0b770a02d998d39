"""`check` finds every kind of damage by itself, and nothing in a version that is whole."""

import json
from pathlib import Path

import polars as pl
import pytest

from datasource.__main__ import main
from datasource.store import Meta, Store
from datasource.store.check import faults

META = Meta(source="test", company="Acme", currency="USD")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    with made.publish(META) as draft:
        draft.write("users", pl.DataFrame({"user_id": [1, 2], "name": ["Ann", "Bob"]}))
        owners = {"customer_id": [1, 2, 3], "name": ["a", "b", "c"], "owner_id": [1, 0, None]}
        draft.write("customers", pl.DataFrame(owners))
    return made


def said(store: Store) -> list[str]:
    return [
        str(problem).removeprefix(f"{store.folder_of(store.manifest())}") for problem in faults(store, store.manifest())
    ]


def rewrite(store: Store, table: str, rows: pl.DataFrame, **told: object) -> None:
    """Other rows in the file of `table`, of which the manifest knows the size and whatever else is `told`."""
    served = store.manifest()
    path = store.folder_of(served) / f"{table}.parquet"
    rows.write_parquet(path)
    manifest = json.loads((store.data_dir / "store/manifest.json").read_text())
    manifest["tables"][table]["files"][0] |= {"size": path.stat().st_size, "digest": "", **told}
    (store.data_dir / "store/manifest.json").write_text(json.dumps(manifest))


def test_a_whole_version_has_no_fault(store: Store) -> None:
    assert said(store) == []


def test_a_flipped_bit_is_found(store: Store) -> None:
    path = store.folder_of(store.manifest()) / "customers.parquet"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert said(store) == ["/customers.parquet: is damaged: its content is not what was written."]


def test_a_missing_file_is_found(store: Store) -> None:
    (store.folder_of(store.manifest()) / "users.parquet").unlink()
    assert said(store) == ["/users.parquet: cannot be read: No such file or directory."]


def test_lost_rows_repeated_and_empty_keys_are_found(store: Store) -> None:
    rewrite(store, "users", store.read("users").head(1))
    assert said(store)[0] == ": users: has 1 rows where 2 were written."
    rewrite(store, "users", pl.concat([store.read("users")] * 2))
    assert said(store) == [": users: has 1 different keys in 2 rows."]
    rewrite(store, "users", store.read("users").with_columns(user_id=pl.Series([1, None])))
    assert ": users: has 1 rows without a key." in said(store)


def test_a_reference_to_a_row_that_is_not_there_is_found(store: Store) -> None:
    rewrite(store, "customers", store.read("customers").with_columns(owner_id=pl.Series([1, 7, None])))
    assert said(store) == [": customers.owner_id: names 1 rows that 'users' does not have."]


def test_the_command_tells_and_ends_with_code_2_for_damage(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    served = store.manifest().version
    assert main(["check", "--data", str(store.data_dir)]) == 0
    assert capsys.readouterr().out == f"{served}: fine\n"
    (store.folder_of(store.manifest()) / "users.parquet").unlink()
    assert main(["check", "--data", str(store.data_dir), "--json"]) == 2
    told = capsys.readouterr()
    assert [len(problems) for problems in json.loads(told.out).values()] == [1]
    assert "users.parquet: cannot be read" in told.err


def test_versions_are_listed_and_rolled_back_by_command(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    first = store.manifest().version
    with store.publish(META) as draft:
        draft.write("users", pl.DataFrame({"user_id": [1], "name": ["Ann"]}))
    data = str(store.data_dir)
    assert main(["versions", "--data", data]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] + line[2:].split()[0] for line in lines] == [f"* {draft.version}", f"  {first}"]
    assert main(["rollback", "--data", data]) == 0
    assert capsys.readouterr().out == f"Served is now {first}; it was {draft.version}.\n"
    assert main(["rollback", draft.version, "--data", data, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"before": first, "served": draft.version}
    assert main(["versions", "--data", data, "--json"]) == 0
    assert [each["is_served"] for each in json.loads(capsys.readouterr().out)] == [True, False]
    assert main(["rollback", "nothing", "--data", data]) == 2
    assert "There is no version 'nothing'" in capsys.readouterr().err
