"""The tables of deals: opportunities, their lines, their stays in stages, quotations."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample import truths
from datasource.sample.baskets import Baskets
from datasource.sample.catalogue import QUOTING_POSITION, catalogue
from datasource.sample.currencies import Currencies
from datasource.sample.customers import Customers
from datasource.sample.days import DAY, LAST, at_work, day_of, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints, pick_at, where
from datasource.sample.frames import Keys, frame, numbered, words
from datasource.sample.pipeline import LOST, OPEN, OUTCOMES, WON, Deals
from datasource.sample.prospects import Leads
from datasource.sample.seats import Roster

_LOSS_REASONS = ("价格过高", "竞争对手中标", "预算取消", "需求变更", "决策人更换", "长期无回应", "功能不满足")
_LOSS_WEIGHT = (26, 20, 14, 12, 6, 14, 8)
_PRICE_SHARE_WHEN_QUOTED = 0.5
_PURPOSES = ("采购项目", "升级项目", "试点项目", "扩容项目", "年度框架")


@dataclass(frozen=True)
class Sold:
    """The deals with their keys, baskets and owners; what money and service are made of."""

    key: Ints
    deals: Deals
    baskets: Baskets
    owner: Ints
    customers: Customers


def opportunity_rows(draw: Draw, sold: Sold, leads: Leads, money: Currencies) -> pl.DataFrame:
    """The table of opportunities."""
    deals, who, size, customers = sold.deals, sold.deals.start.who, len(sold.key), sold.customers
    rows = np.arange(size)
    now = deals.position[rows, deals.steps - 1]
    lead = np.where(deals.start.is_first, customers.lead[who], NONE)
    campaign = pick_at(leads.campaign, lead)
    code, original = money.original(customers.english[who], customers.key[who], deals.start.day, sold.baskets.total)
    hoped = on_workday(deals.start.day + 20 + draw.days((10, 30, 50, 80, 130), size))
    cells = {
        "opportunity_id": sold.key,
        "name": words(_PURPOSES, draw.choose((40, 18, 14, 16, 12), size)) + numbered("-{}", sold.key),
        "customer_id": customers.key[who],
        "contact_id": customers.first_contact[who],
        "campaign_id": np.where(campaign == NONE, NONE, campaign + 1),
        "lead_id": pick_at(leads.key, lead),
        "pipeline_id": deals.start.pipeline + 1,
        "stage_id": catalogue().stage_key[deals.start.pipeline, now],
        "outcome": words(OUTCOMES, deals.outcome),
        "amount": sold.baskets.total,
        "currency": code,
        "original_amount": original,
        "source": words(truths.LEAD_SOURCES, customers.source[who]),
        "loss_reason": words(_LOSS_REASONS, _loss_reason(draw, deals)),
        "owner_id": sold.owner,
        "created_at": deals.entered[:, 0],
        "created_date": deals.start.day,
        "expected_close_date": hoped,
        "closed_at": deals.closed,
        "close_date": deals.close_day,
        "is_deleted": (deals.outcome == OPEN) & draw.chance(0.006, size),
    }
    return frame("opportunities", cells)


def _loss_reason(draw: Draw, deals: Deals) -> Ints:
    """Lost after a quotation: the price in half the cases; lost before: whatever."""
    size = len(deals.outcome)
    quoted = (deals.position == np.asarray(QUOTING_POSITION)[deals.start.pipeline][:, None]).any(axis=1)
    reason = np.where(quoted & draw.chance(_PRICE_SHARE_WHEN_QUOTED, size), 0, draw.choose(_LOSS_WEIGHT, size))
    return where(deals.outcome == LOST, reason)


def line_rows(keys: Keys, sold: Sold) -> pl.DataFrame:
    """The table of products on opportunities; the lines of a deal add up to its amount."""
    baskets = sold.baskets
    cells = {
        "opportunity_line_id": keys.take("opportunity_lines", len(baskets.basket)),
        "opportunity_id": sold.key[baskets.basket],
        "product_id": baskets.product + 1,
        "quantity": baskets.quantity.astype(np.float64),
        "unit_price_amount": baskets.price,
        "amount": baskets.amount,
    }
    return frame("opportunity_lines", cells)


def stage_event_rows(draw: Draw, keys: Keys, sold: Sold, roster: Roster) -> pl.DataFrame:
    """The table of stays: what amount, close date and owner the deal had when it entered each stage."""
    deals = sold.deals
    deal, step = np.nonzero(deals.position)
    position, entered = deals.position[deal, step], deals.entered[deal, step]
    last = step == deals.steps[deal] - 1
    following = deals.entered[deal, np.minimum(step + 1, deals.entered.shape[1] - 1)]
    left = np.where(last, NONE, following)
    ended = position > catalogue().stage_count[deals.start.pipeline[deal]]
    hoped = on_workday(np.minimum(day_of(entered) + draw.days((8, 20, 35, 60, 110), len(deal)), LAST + 300))
    cells = {
        "stage_event_id": keys.take("stage_events", len(deal)),
        "opportunity_id": sold.key[deal],
        "stage_id": catalogue().stage_key[deals.start.pipeline[deal], position],
        "entered_at": entered,
        "entered_date": day_of(entered),
        "left_at": left,
        "left_date": day_of(left),
        "amount": _amounts(draw, sold, deal, step),
        "close_date": np.where(ended, day_of(entered), hoped),
        "owner_id": roster.at(deals.start.seat[deal], day_of(entered)),
    }
    return frame("stage_events", cells)


def _amounts(draw: Draw, sold: Sold, deal: Ints, step: Ints) -> Ints:
    """A third of the deals had another amount before some step; the last stay always has the deal's amount."""
    size = len(sold.key)
    percent = np.array([60, 75, 85, 90, 110, 120, 140])[draw.choose((1, 2, 3, 3, 4, 3, 2), size)]
    before = sold.baskets.total * percent // 10_000 * 100
    changed = where(draw.chance(0.35, size), draw.ints(1, 5, size), 0)
    changed = np.minimum(changed, sold.deals.steps - 1)
    return np.where(step < changed[deal], before[deal], sold.baskets.total[deal])


def quotation_rows(draw: Draw, keys: Keys, sold: Sold, roster: Roster) -> pl.DataFrame:
    """A quotation for each deal when it reached the quoting stage; a second, cheaper one for one in five."""
    deals = sold.deals
    quoting = deals.position == np.asarray(QUOTING_POSITION)[deals.start.pipeline][:, None]
    deal = np.flatnonzero(quoting.any(axis=1))
    entered = deals.entered[deal, quoting[deal].argmax(axis=1)]
    again = np.flatnonzero(draw.chance(0.2, len(deal)))
    first = np.concatenate([np.full(len(deal), fill_value=True), np.zeros(len(again), dtype=bool)])
    deal, entered = np.concatenate([deal, deal[again]]), np.concatenate([entered, entered[again]])
    day = on_workday(day_of(entered) + np.where(first, draw.ints(1, 4, len(deal)), draw.ints(5, 14, len(deal))))
    until = np.where(deals.outcome[deal] == OPEN, LAST, np.minimum(deals.close_day[deal], LAST))
    seen = day <= until
    deal, day, first = deal[seen], day[seen], first[seen]
    order = np.argsort(day, kind="stable")
    deal, day, first = deal[order], day[order], first[order]
    size, second = len(deal), at_work(draw, day)
    percent = 100 + np.where(first, _markups(draw, deals.outcome[deal] == WON), 0)
    cells = {
        "quotation_id": keys.take("quotations", size),
        "opportunity_id": sold.key[deal],
        "customer_id": sold.customers.key[deals.start.who[deal]],
        "owner_id": roster.at(deals.start.seat[deal], day),
        "status": words(("approved", "pending", "rejected", "draft"), draw.choose((90, 3, 4, 3), size)),
        "amount": sold.baskets.total[deal] * percent // 10_000 * 100,
        "discount": sold.baskets.discount[deal] / 100,
        "created_at": np.minimum(second, (LAST + 1) * DAY - 1),
        "created_date": day,
        "valid_until_date": day + 30,
    }
    return frame("quotations", cells)


def _markups(draw: Draw, won: Flags) -> Ints:
    """Per cent above the deal's amount at first; those of won deals tend to be lower, which is all the price does."""
    usual, other = (draw.ints(0, truths.HIGHEST_MARKUP, len(won)) for _ in range(2))
    cheap = won & draw.chance(truths.CHEAP_WIN_SHARE, len(won))
    return np.where(cheap, np.minimum(usual, other), usual)
