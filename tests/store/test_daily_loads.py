"""A source whose truth is known day by day, loaded daily with few versions kept: the derived log is the truth."""

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from datasource.store import Store
from tests.store.test_history import STAGE, Deal, Source, after


@dataclass
class World:
    """A source of which every change is known: `truth` has one row per state of a deal, in the shape of `told`."""

    chance: random.Random
    deals: dict[str, Deal] = field(default_factory=dict)
    truth: list[tuple[object, ...]] = field(default_factory=list)
    states: dict[str, tuple[tuple[object, ...], date]] = field(default_factory=dict)

    def live(self, today: date) -> None:
        for _new in range(self.chance.randrange(3)):
            key = f"d{len(self.deals) + 1}"
            self.deals[key] = Deal(key, created=today)
        for deal in self.deals.values():
            self._change(deal)
            state = (deal.key, STAGE[deal.stage], deal.amount, deal.row(0)["owner_id"])
            known, since = self.states.get(deal.key, (state, today))
            if known != state:
                self.truth.append((*known, since, today))
            self.states[deal.key] = (state, since if known == state else today)

    def _change(self, deal: Deal) -> None:
        if deal.stage in ("new", "offer") and self.chance.random() < 0.2:
            deal.stage = self.chance.choice(["new", "offer", "won", "lost"])
        if self.chance.random() < 0.05:
            deal.amount += 10
        if self.chance.random() < 0.05:
            deal.owner = self.chance.choice(["ann", "bob", None])
        deal.is_deleted = deal.is_deleted or self.chance.random() < 0.005

    def told(self) -> list[tuple[object, ...]]:
        """All states but those of deals that were entered and closed on one day: they were never seen in a stage."""
        rows = [*self.truth, *((*state, since, None) for state, since in self.states.values())]
        moved = {row[0] for row in self.truth}
        return [row for row in rows if row[0] in moved or row[1] in (STAGE["new"], STAGE["offer"])]


@pytest.mark.parametrize("days", [8, pytest.param(60, marks=pytest.mark.slow)])
def test_daily_loads_with_pruning_give_the_truth(tmp_path: Path, days: int) -> None:
    world, source = World(random.Random(5)), Source(Store(tmp_path, versions_kept=3))
    for day in range(days):
        world.live(after(day))
        for _load in range(1 + (day % 4 == 0)):
            source.load(after(day), *world.deals.values())
    assert len(list((source.store.data_dir / "store/versions").iterdir())) == 3
    told = source.store.read("stage_events").with_columns(pl.format("d{}", "opportunity_id").alias("key"))
    rows = told.select("key", "stage_id", "amount", "owner_id", "entered_date", "left_date").rows()
    assert len(rows) >= days
    assert sorted(rows, key=str) == sorted(world.told(), key=str)
