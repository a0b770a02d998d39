"""Where customers sit: each region's country, province and city by name."""

import polars as pl

from datasource.catalog.entities import places

REGIONS = pl.DataFrame(
    {
        "region_id": [1, 2, 3, 4, 5, 6],
        "name": ["China", "Hunan", "Changsha", "France", "Lyon", "Nowhere"],
        "parent_id": [None, 1, 2, None, 4, None],
        "level": ["country", "province", "city", "country", "city", "province"],
        "adcode": [None, "430000", "430100", None, None, None],
    }
)


def test_a_region_lies_in_the_country_above_it_however_many_levels_there_are() -> None:
    assert places(REGIONS).select("region_id", "country", "region", "city").rows() == [
        (1, "China", "China", None),
        (2, "China", "Hunan", None),
        (3, "China", "Hunan", "Changsha"),
        (4, "France", "France", None),
        (5, "France", "France", "Lyon"),
        (6, None, "Nowhere", None),
    ]


def test_regions_that_lie_in_each_other_have_no_country() -> None:
    ring = pl.DataFrame(
        {
            "region_id": [1, 2],
            "name": ["A", "B"],
            "parent_id": [2, 1],
            "level": ["province"] * 2,
            "adcode": [None, None],
        },
        schema_overrides={"adcode": pl.String},
    )
    assert places(ring)["country"].to_list() == [None, None]


def test_without_regions_there_are_no_places() -> None:
    assert places(REGIONS.clear()).height == 0
