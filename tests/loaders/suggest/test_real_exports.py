"""First drafts of real exports beside the presets that people wrote for them."""

import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from datasource.loaders.mapping import Feed, Header, Mapping, read_preset
from datasource.loaders.profile.profile import files_below
from datasource.loaders.readers.place import file_at
from datasource.loaders.sources import open_sources
from datasource.loaders.suggest.draft import Draft, TableDraft
from datasource.loaders.suggest.drafting import first_draft
from datasource.loaders.suggest.faults import faults
from datasource.loaders.suggest.met import Met, meet_files
from datasource.loaders.suggest.recognition import recognised
from datasource.loaders.suggest.synonyms import KEY
from datasource.loaders.suggest.writing import draft_of, mapping_of, mapping_text

EXPORTS = {
    "crm_zh_zencrm": "crm_zh",
    "maven_crm": "maven_crm",
    "zoho_crm_demo": "zoho",
    "northwind": "northwind",
    "sf_datacloud_workshop": "salesforce",
    "sf_powerbi_export": "salesforce",
    "fivetran_salesforce": "salesforce",
    "fivetran_hubspot": "hubspot",
    "olist_funnel": "olist",
}


def _judged(preset: Mapping, met: Met, drafted: TableDraft) -> Iterator[bool]:
    """For each filled column that the preset maps, whether the draft gives it to the same place.

    Of a file that a preset turns into several tables, the one that the draft chose is judged; a wrong one is all wrong.
    """
    header = Header([column.name for column in met.table.columns])
    filled = {column.name for column in met.table.columns if column.kind != "empty"}
    read = [feed for feed in preset.load if feed.source and not feed.distinct]
    read = [feed for feed in read if any(fnmatch(met.file.lower(), one.lower()) for one in _files(preset, feed))]
    for feed in [feed for feed in read if feed.table == drafted.table] or read[:1]:
        cells = [*([(KEY, feed.key)] if feed.key else []), *feed.columns.items()]
        named = [(name, header.first(cell.column)) for name, cell in cells if cell.column]
        mine = feed.table == drafted.table
        yield from (mine and drafted.source_of(name) == source for name, source in named if source in filled)


def _files(preset: Mapping, feed: Feed) -> tuple[str, ...]:
    return preset.source(feed.source or "").files


@pytest.mark.slow
def test_four_of_five_columns_of_real_exports_are_suggested_as_people_mapped_them(shared_data: Path) -> None:
    every: list[bool] = []
    for folder, preset in EXPORTS.items():
        where = shared_data / folder
        met, refused = meet_files([file_at(path) for path in files_below([where])])
        assert not refused
        draft = first_draft(met, Draft(name="one", company="One"))
        right = [one for each in met for one in _judged(read_preset(preset), each, draft.tables[met.index(each)])]
        assert not [one for one in faults(draft, met, str, str) if "needs a column" in one.text], folder
        assert draft_of(mapping_of(mapping_text(draft))) is not None, folder
        width = sum(len(one.table.columns) for one in met)
        fits = recognised(len(met), width, lambda mapping, at=where: open_sources(mapping, at))  # type: ignore[misc]
        assert fits is not None, folder
        assert fits.name == preset
        sys.stdout.write(f"{folder}: {sum(right)} of {len(right)} columns as in preset {preset}\n")
        every += right
    sys.stdout.write(f"all: {sum(every)} of {len(every)}, {sum(every) / len(every):.0%}\n")
    assert sum(every) / len(every) >= 0.8
