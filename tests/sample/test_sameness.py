"""The same seed makes the same company; another seed another."""

import pytest

from datasource.errors import MingjingError
from datasource.sample.company import demo_tables
from datasource.sample.organisation import build_organisation
from tests.sample.conftest import Tables, made


def test_the_same_seed_makes_equal_frames(small: Tables) -> None:
    again = made(7, 0.05)
    assert list(again) == list(small)
    assert all(again[name].equals(small[name]) for name in small)


def test_another_seed_makes_another_company(small: Tables) -> None:
    other = made(8, 0.05)
    seeded = ("users", "customers", "leads", "opportunities", "contracts", "activities", "targets", "ad_stats")
    assert [name for name in seeded if other[name].equals(small[name])] == []
    assert other["products"].equals(small["products"])


@pytest.mark.parametrize("scale", [0.0, -1.0, 1_001.0])
def test_a_scale_out_of_bounds_is_refused(scale: float) -> None:
    with pytest.raises(MingjingError, match=r"give a number from 0\.01 to 1000"):
        next(demo_tables(7, scale))


@pytest.mark.parametrize("seed", range(40))
def test_every_seat_is_held_every_day_whatever_the_seed(seed: int) -> None:
    organisation = build_organisation(seed, 1.0)
    users = organisation.users
    assert organisation.sales.holder.min() > 0
    assert organisation.service.holder.min() > 0
    assert not users["login"].is_duplicated().any()
    assert users.filter(users["user_id"] == 20)["is_active"].item()


def test_seed_7_is_this_company_on_every_platform(small: Tables) -> None:
    names = ("leads", "opportunities", "stage_events", "contracts", "receipts", "activities")
    assert [small[name].height for name in names] == [550, 380, 1937, 217, 325, 3244]
    assert small["contracts"]["amount"].sum() == 1_552_473_200
    assert small["receipts"]["amount"].sum() == 1_150_720_800
    assert small["targets"]["target_amount"].sum() == 13_678_400_000
    assert small["activities"]["created_at"].dt.epoch("s").sum() == 5_667_926_950_964
    assert small["customers"]["name"].to_list()[:2] == ["南京云帆置业有限公司", "郑州润图医疗有限责任公司"]
