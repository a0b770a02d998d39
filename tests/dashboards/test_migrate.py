"""Old files are brought up step by step; newer ones are refused."""

from typing import Any

import pytest

from dashboards.migrate import STEPS, NewerVersion, UnknownVersion, migrate
from dashboards.model import VERSION

Data = dict[str, Any]


def rename_tiles(data: Data) -> Data:
    return {"version": data["version"], "tiles": data["blocks"]}


def count_tiles(data: Data) -> Data:
    return {**data, "count": len(data["tiles"])}


def test_a_file_of_today_stays_as_it_is() -> None:
    assert migrate({"version": 1, "title": "a"}) == {"version": 1, "title": "a"}


def test_each_step_from_an_old_version_is_taken_once_and_in_order() -> None:
    steps = {1: rename_tiles, 2: count_tiles}
    assert migrate({"version": 1, "blocks": ["a"]}, steps, 3) == {"version": 3, "tiles": ["a"], "count": 1}
    assert migrate({"version": 2, "tiles": []}, steps, 3) == {"version": 3, "tiles": [], "count": 0}


def test_there_is_a_step_from_every_version_before_today() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_a_newer_file_is_refused_with_the_way_out() -> None:
    with pytest.raises(NewerVersion, match=r"version 9 was written by a newer Mingjing.*upgrade Mingjing"):
        migrate({"version": 9})


@pytest.mark.parametrize("data", [{}, {"version": None}, {"version": 0}, {"version": 1.0}, {"version": True}])
def test_a_file_without_a_version_is_refused(data: Data) -> None:
    with pytest.raises(UnknownVersion, match="write 'version: 1'"):
        migrate(data)
