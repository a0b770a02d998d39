"""What a log that is derived from loads does not know is not told as if it knew it."""

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.store import Store
from tests.store.test_history import Deal, Source, after
from tests.traps.company import rows, span


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Entered on 1 March, first seen on offer on 10 March; a new one joins on 20 March and moves on the 25th."""
    source = Source(Store(tmp_path_factory.mktemp("derived")))
    old = Deal("old", "offer")
    source.load(after(9), old)
    source.load(after(19), old, Deal("fresh", created=after(19)))
    source.load(after(24), Deal("old", "won"), Deal("fresh", "offer", created=after(19)))
    return open_catalog(source.store.data_dir)


def test_how_long_a_deal_was_in_the_stage_it_was_found_in_is_not_known(loaded: Catalog) -> None:
    stays = loaded.entity("stage_dwell").sort("opportunity_id", "until_date")
    assert stays.select("opportunity_id", "stage_id", "stay_days").rows() == [(1, 2, None), (2, 1, 5), (2, 2, 0)]


def test_a_deal_was_open_before_it_was_first_seen(loaded: Catalog) -> None:
    before = span("2024-03-01", "2024-03-05")
    assert rows(loaded, metrics=["open_opportunities"], period=before) == [(1,)]


def test_stages_before_the_first_load_are_refused(loaded: Catalog) -> None:
    asked = {"metrics": ["open_opportunities"], "by": ["stage"]}
    told = rows(loaded, **asked, period=span("2024-03-01", "2024-03-12"))
    assert told == [("Offer", 1)]
    with pytest.raises(
        MingjingError, match="Stages as of 2024-03-05 are not known: the log of stages begins on 2024-03-10"
    ):
        rows(loaded, **asked, period=span("2024-03-01", "2024-03-05"))
