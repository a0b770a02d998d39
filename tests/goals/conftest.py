"""The tiny company with an app database of its own for each test, and the people who enter its targets."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.goals.edits import Edit, Writer, overlay_of, save
from datasource.goals.holders import imported_sheets, sheet_of
from datasource.goals.sheet import Holder, Sheet, SheetId, Tiers, first_months
from datasource.people.audit import Action
from datasource.people.database import AppDatabase, open_app_database
from datasource.query.engine import under
from datasource.tables.enums import TargetKind, TargetLevel
from tests.tiny_crm import build

BOB = SheetId(Holder(TargetLevel.EMPLOYEE, 2), TargetKind.CONTRACT_AMOUNT, 2024)
EAST = SheetId(Holder(TargetLevel.DEPARTMENT, 2), TargetKind.CONTRACT_AMOUNT, 2024)
MONTHS = first_months(2024, 1)


def sheet(*amounts: int | None) -> Sheet:
    """A year whose first months have these targets and the others none."""
    months = [Tiers(amount) for amount in amounts]
    return Sheet((*months, *(Tiers() for _rest in range(12 - len(months)))))


@dataclass
class Shop:
    """The folder, its database and its imported data."""

    database: AppDatabase
    imported: Catalog

    def now(self) -> Catalog:
        """The data under the edits as they are now."""
        return under(self.imported, overlay_of(self.database))

    def enter(self, about: SheetId, wanted: Sheet, seen: Sheet | None = None, actor: str = "boss") -> int:
        """Keep `wanted`; `seen` is what is there now unless told otherwise."""
        began = sheet_of(self.now(), about) if seen is None else seen
        edit = Edit(about, first_months(about.year, 1), began, wanted)
        return save(
            Writer(self.database, actor), [edit], imported_sheets(self.imported, [about]), Action.TARGETS_CHANGED
        )


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    folder = build(tmp_path)
    database = open_app_database(folder)
    yield Shop(database, open_catalog(folder))
    database.engine.dispose()
