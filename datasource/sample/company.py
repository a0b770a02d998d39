"""The demo company, whole: made block by block and published into a store."""

from collections.abc import Callable, Iterator
from pathlib import Path

from datasource.errors import MingjingError
from datasource.sample.block import World, make_block
from datasource.sample.campaigns import advertising, plan_marketing
from datasource.sample.catalogue import catalogue
from datasource.sample.currencies import COMPANY_CURRENCY, make_currencies
from datasource.sample.customers import Customers
from datasource.sample.days import TODAY
from datasource.sample.draw import Draw
from datasource.sample.frames import Frames, Keys
from datasource.sample.geography import places
from datasource.sample.goals import Outcome, target_rows
from datasource.sample.office import approval_tables, log_rows
from datasource.sample.organisation import COMPANY, build_organisation
from datasource.store import Meta, Store

DEMO_SOURCE = "demo"
CUSTOMERS = 5_000
LARGEST_BLOCK = 20_000
LARGEST_SCALE = 1_000.0

Progress = Callable[[float, str], None]


def demo_tables(seed: int = 7, scale: float = 1.0) -> Iterator[tuple[float, Frames]]:
    """The demo company in parts: how much is done (0 to 1) with the tables of each part, one part for 20,000 customers.

    A table that comes in several parts is to be put together in their order. The same seed and scale give the same
    frames everywhere. Raises `MingjingError` for a scale outside 0.01 to 1,000 or a seed below 0.
    """
    if seed < 0:
        raise MingjingError(f"The demo company cannot have seed {seed}; give a whole number from 0 up.")
    if not 0.01 <= scale <= LARGEST_SCALE:
        raise MingjingError(f"The demo company cannot have scale {scale:g}; give a number from 0.01 to 1000.")
    organisation = build_organisation(seed, scale)
    plan = plan_marketing(Draw(seed, 0, "marketing"), organisation, scale)
    money = make_currencies(Draw(seed, 0, "currencies"))
    world = World(seed, organisation, plan, money, Keys(), Outcome())
    total = round(CUSTOMERS * scale)
    sizes = [min(LARGEST_BLOCK, total - start) for start in range(0, total, LARGEST_BLOCK)]
    yield 0.02, _fixed_tables(world, scale)
    first: Customers | None = None
    for block, size in enumerate(sizes):
        tables, customers = make_block(world, block, size)
        first = first or customers
        yield 0.05 + 0.85 * (block + 1) / len(sizes), tables
    if first is not None:
        yield 0.98, _late_tables(world, first)


def _fixed_tables(world: World, scale: float) -> Frames:
    return {
        "departments": world.organisation.departments,
        "users": world.organisation.users,
        "regions": places().table,
        "campaigns": world.plan.table,
        "contents": world.plan.contents,
        "exchange_rates": world.money.table,
        **catalogue().tables,
        **advertising(Draw(world.seed, 0, "advertising"), world.plan, scale),
    }


def _late_tables(world: World, first: Customers) -> Frames:
    """What needs the customers of the first block (trips) or the money of all blocks (targets)."""
    return {
        **log_rows(world.draw(0, "logs"), world.keys, world.organisation),
        **approval_tables(world.draw(0, "approvals"), world.keys, world.organisation, first),
        **target_rows(world.draw(0, "targets"), world.keys, world.organisation, world.outcome),
    }


def publish_demo(data_dir: Path, *, seed: int = 7, scale: float = 1.0, progress: Progress | None = None) -> str:
    """Make the demo company and publish it below `data_dir`; returns the id of the version.

    `progress` is told how much is done (0 to 1) and what is being done. Raises `MingjingError` when the folder holds
    another company's store, cannot be written, or the seed or scale is out of bounds.
    """
    store = Store(data_dir)
    if store.exists() and store.manifest().source != DEMO_SOURCE:
        held = store.manifest().company
        raise MingjingError(f"'{data_dir}' holds the data of '{held}'; make the demo company in another folder.")
    meta = Meta(source=DEMO_SOURCE, company=COMPANY, currency=COMPANY_CURRENCY, timezone="Asia/Shanghai", today=TODAY)
    tell = progress or (lambda _done, _label: None)
    streamed = scale * CUSTOMERS > LARGEST_BLOCK
    tell(0.0, "people and plans")
    with store.publish(meta) as draft:
        for done, tables in demo_tables(seed, scale):
            for table, rows in tables.items():
                if streamed and "activities" in tables:
                    draft.append(table, rows)
                else:
                    draft.write(table, rows)
            tell(done, "customers and their business" if done < 0.9 else "the office and its targets")
    tell(1.0, "done")
    return draft.version
