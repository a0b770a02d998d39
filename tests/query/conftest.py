"""The real exports, imported once."""

from pathlib import Path

import pytest

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_preset
from datasource.store import Store


@pytest.fixture(scope="session")
def maven(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the Maven CRM."""
    return imported("maven_crm", shared_data / "maven_crm", tmp_path_factory.mktemp("maven"))


@pytest.fixture(scope="session")
def chinese(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the Chinese CRM."""
    return imported("crm_zh", shared_data / "crm_zh_zencrm", tmp_path_factory.mktemp("chinese"))


def imported(preset: str, source: Path, folder: Path) -> Path:
    """`folder` with a store of what `preset` reads from `source`."""
    import_folder(read_preset(preset), source, Store(folder))
    return folder
