"""Contracts: what won deals and direct orders turn into, approved or not, with their lines."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.baskets import Baskets, fill_baskets
from datasource.sample.catalogue import catalogue
from datasource.sample.currencies import Currencies
from datasource.sample.customers import SIZE_FACTOR, Customers
from datasource.sample.days import DAY, LAST, at_work, axis, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints, pick_at, where
from datasource.sample.frames import Frames, Keys, frame, numbered, words
from datasource.sample.opportunities import Sold
from datasource.sample.pipeline import WON
from datasource.sample.seats import Roster
from datasource.sample.truths import NEGLECT_DAYS

STATUSES = ("approved", "not_required", "pending", "draft", "rejected", "withdrawn", "voided")
APPROVED, NOT_REQUIRED, PENDING, DRAFT, REJECTED, WITHDRAWN, VOIDED = range(7)
_OLD = (930, 32, 0, 0, 8, 6, 24)
_FRESH = (620, 20, 260, 70, 20, 10, 0)
_FRESH_DAYS = 18
_REJECTED_FIRST = 0.04
_TITLES = ("软件采购合同", "项目实施合同", "年度服务合同", "设备采购合同", "框架协议")


@dataclass(frozen=True)
class Contracts:
    """One element per contract; `who` is the customer's place, `deal` the place of its deal or NONE."""

    key: Ints
    who: Ints
    deal: Ints
    day: Ints
    status: Ints
    owner: Ints
    baskets: Baskets

    @property
    def effective(self) -> Flags:
        """Approved, or in no need of it."""
        return self.status <= NOT_REQUIRED


def approval(draw: Draw, day: Ints) -> Ints:
    """A status each: what is some days old has been decided."""
    fresh = day > LAST - _FRESH_DAYS
    return np.where(fresh, draw.choose(_FRESH, len(day)), draw.choose(_OLD, len(day)))


def make_contracts(draw: Draw, keys: Keys, sold: Sold, customers: Customers, roster: Roster) -> Contracts:
    """A contract soon after each win (some refused and signed again), and small orders of those who bought before."""
    won = _after_wins(draw, sold)
    direct, day = _direct_orders(draw, customers, won.who, won.day)
    orders = fill_baskets(draw, day, SIZE_FACTOR[customers.size[direct]] * 0.6)
    nothing, places = np.full(len(direct), NONE), len(sold.key) + np.arange(len(direct))
    small = _Signing(direct, nothing, places, customers.seat_on(direct, day), day, np.zeros(len(direct), dtype=bool))
    names = _Signing.__dataclass_fields__
    both = _Signing(**{name: np.concatenate([vars(won)[name], vars(small)[name]]) for name in names})
    status = np.where(both.is_refused, REJECTED, approval(draw, both.day))
    seen = np.flatnonzero(both.day <= LAST)
    seen = seen[np.argsort(both.day[seen], kind="stable")]
    return Contracts(
        key=keys.take("contracts", len(seen)),
        who=both.who[seen],
        deal=both.deal[seen],
        day=both.day[seen],
        status=status[seen],
        owner=roster.at(both.seat[seen], both.day[seen]),
        baskets=_joined(sold.baskets, orders).of(both.basket[seen]),
    )


@dataclass(frozen=True)
class _Signing:
    """Contracts to be: customer, deal and basket (places), seat, day of order, whether this one will be refused."""

    who: Ints
    deal: Ints
    basket: Ints
    seat: Ints
    day: Ints
    is_refused: Flags


def _after_wins(draw: Draw, sold: Sold) -> _Signing:
    """One for each win within days, before the quarter ends if it can; another one a week later where it is refused."""
    start = sold.deals.start
    deal = np.flatnonzero(sold.deals.outcome == WON)
    closed = sold.deals.close_day[deal]
    day = on_workday(closed + draw.choose((50, 20, 12, 10, 8), len(deal)))
    day = np.minimum(day, np.maximum(axis().quarter_end[closed], closed))
    refused = draw.chance(_REJECTED_FIRST, len(deal))
    again = np.flatnonzero(refused)
    deals = np.concatenate([deal, deal[again]])
    days = np.concatenate([day, on_workday(day[again] + 7)])
    is_refused = np.concatenate([refused, np.zeros(len(again), dtype=bool)])
    return _Signing(start.who[deals], deals, deals, start.seat[deals], days, is_refused)


def _direct_orders(draw: Draw, customers: Customers, buyer: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Some buyers order a little more without a deal, while somebody looks after them."""
    since = np.full(len(customers.key), LAST + 1)
    np.minimum.at(since, buyer, day)
    who = np.flatnonzero(draw.chance(0.5, len(since)) & (since <= LAST))
    ordered = on_workday(np.minimum(since[who] + draw.days((40, 120, 300, 700), len(who)), LAST + 60))
    seen = (ordered <= LAST) & (ordered < customers.neglected_from[who] + NEGLECT_DAYS)
    return who[seen], ordered[seen]


def _joined(one: Baskets, other: Baskets) -> Baskets:
    cells = {name: np.concatenate([vars(one)[name], vars(other)[name]]) for name in vars(one) if name != "basket"}
    return Baskets(basket=np.concatenate([one.basket, other.basket + len(one.total)]), **cells)


def contract_tables(draw: Draw, keys: Keys, contracts: Contracts, sold: Sold, money: Currencies) -> Frames:
    """The tables of contracts and their lines; the lines of a contract add up to its amount."""
    size, lines, customers = len(contracts.key), contracts.baskets, sold.customers
    code, original = money.original(
        customers.english[contracts.who], customers.key[contracts.who], contracts.day, lines.total
    )
    start = contracts.day + draw.ints(0, 12, size)
    deal = pick_at(sold.key, contracts.deal)
    signed = at_work(draw, contracts.day)
    after_win = pick_at(sold.deals.closed, contracts.deal) + 300
    signed = np.minimum(np.maximum(signed, after_win), (contracts.day + 1) * DAY - 1)
    cells = {
        "contract_id": contracts.key,
        "number": numbered("HT{}", contracts.key + 10_000_000),
        "name": words(_TITLES, draw.choose((40, 20, 16, 14, 10), size)),
        "customer_id": customers.key[contracts.who],
        "opportunity_id": deal,
        "owner_id": contracts.owner,
        "status": words(STATUSES, contracts.status),
        "amount": lines.total,
        "currency": code,
        "original_amount": original,
        "order_date": contracts.day,
        "start_date": start,
        "end_date": start + 365,
        "created_at": signed,
        "created_date": contracts.day,
        "is_deleted": (contracts.status == DRAFT) & draw.chance(0.2, size),
    }
    return {"contracts": frame("contracts", cells), "contract_lines": _line_rows(keys, contracts)}


def _line_rows(keys: Keys, contracts: Contracts) -> pl.DataFrame:
    lines = contracts.baskets
    cells = {
        "contract_line_id": keys.take("contract_lines", len(lines.basket)),
        "contract_id": contracts.key[lines.basket],
        "product_id": lines.product + 1,
        "quantity": lines.quantity.astype(np.float64),
        "unit_price_amount": lines.price,
        "unit_cost_amount": catalogue().cost[lines.product],
        "amount": lines.amount,
    }
    return frame("contract_lines", cells)


def first_deal_days(contracts: Contracts, size: int) -> Ints:
    """The day of each customer's first effective contract; NONE for those who have none."""
    day = np.full(size, LAST + 1)
    np.minimum.at(day, contracts.who[contracts.effective], contracts.day[contracts.effective])
    return where(day <= LAST, day)
