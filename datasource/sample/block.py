"""One block: some thousand customers with everything that belongs to them. Blocks do not know each other."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.activities import activity_rows
from datasource.sample.baskets import fill_baskets
from datasource.sample.campaigns import Plan
from datasource.sample.currencies import Currencies
from datasource.sample.customers import SIZE_FACTOR, Customers, contact_rows, customer_rows, make_customers, member_rows
from datasource.sample.days import LAST
from datasource.sample.deals import make_deals
from datasource.sample.draw import NONE, Draw, Ints, pick_at
from datasource.sample.frames import Frames, Keys
from datasource.sample.goals import Outcome
from datasource.sample.money import APPROVED, Contracts, contract_tables, first_deal_days, make_contracts
from datasource.sample.opinions import feedback_rows, visit_rows
from datasource.sample.opportunities import Sold, line_rows, opportunity_rows, quotation_rows, stage_event_rows
from datasource.sample.organisation import Organisation
from datasource.sample.ownership import Held, customer_moves, handovers, owner_event_rows, pool_event_rows
from datasource.sample.payments import Receipts, invoice_rows, make_plans, payment_tables, split_rows
from datasource.sample.pipeline import OPEN
from datasource.sample.prospects import LEADS_A_CUSTOMER, Leads, lead_rows, make_leads
from datasource.sample.reach import campaign_member_rows, touch_rows, web_visit_rows
from datasource.sample.service import make_tickets, ticket_event_rows, ticket_rows


@dataclass(frozen=True)
class World:
    """What all blocks share: the seed, the people, the marketing plan, exchange rates, free keys, the money so far."""

    seed: int
    organisation: Organisation
    plan: Plan
    money: Currencies
    keys: Keys
    outcome: Outcome

    def draw(self, block: int, area: str) -> Draw:
        """The stream of chance of one area of one block."""
        return Draw(self.seed, block, area)


@dataclass(frozen=True)
class _People:
    """Whom a block is about; `became` is the place of the customer that each lead became, or NONE."""

    block: int
    leads: Leads
    customers: Customers
    became: Ints


def make_block(world: World, block: int, size: int) -> tuple[Frames, Customers]:
    """All tables of block number `block` with `size` customers, and the customers as arrays."""
    people, sold, tables = _people_and_deals(world, block, size)
    contracts, receipts, money = _money(world, people, sold)
    customers, roster, keys = people.customers, world.organisation.sales, world.keys
    dealt = first_deal_days(contracts, size)
    activities, due = activity_rows(
        world.draw(block, "activities"), keys, (customers, people.leads, roster), sold, people.became
    )
    records = {
        "opportunity": (sold.key, sold.owner),
        "contract": (contracts.key, contracts.owner),
        "receipt": (receipts.key, contracts.owner[receipts.contract]),
    }
    tables |= money | _service(world, people, contracts, dealt)
    tables["activities"] = activities
    tables["customers"] = customer_rows(world.draw(block, "customer rows"), customers, roster, dealt != NONE, due)
    tables["split_credits"] = split_rows(world.draw(block, "splits"), keys, records, np.unique(roster.holder[:, LAST]))
    return tables, customers


def _people_and_deals(world: World, block: int, size: int) -> tuple[_People, Sold, Frames]:
    keys, roster = world.keys, world.organisation.sales
    leads = make_leads(world.draw(block, "leads"), keys, roster, world.plan, round(size * LEADS_A_CUSTOMER))
    customers = make_customers(world.draw(block, "customers"), keys, roster, leads, size)
    known = customers.lead != NONE
    became = np.full(len(leads.key), NONE)
    became[customers.lead[known]] = np.flatnonzero(known)
    people = _People(block, leads, customers, became)
    deals = make_deals(world.draw(block, "deals"), customers, roster)
    factor = SIZE_FACTOR[deals.start.size]
    ends = np.where(deals.outcome == OPEN, LAST, deals.close_day)
    sold = Sold(
        key=keys.take("opportunities", len(deals.outcome)),
        deals=deals,
        baskets=fill_baskets(world.draw(block, "baskets"), deals.start.day, factor),
        owner=roster.at(deals.start.seat, ends),
        customers=customers,
    )
    tables = _reach(world, people)
    tables["owner_events"] = owner_event_rows(keys, _moves(world, people, sold, ends))
    tables |= _deal_tables(world, people, sold)
    return people, sold, tables


def _deal_tables(world: World, people: _People, sold: Sold) -> Frames:
    block, keys, roster = people.block, world.keys, world.organisation.sales
    return {
        "opportunities": opportunity_rows(world.draw(block, "opportunities"), sold, people.leads, world.money),
        "opportunity_lines": line_rows(keys, sold),
        "stage_events": stage_event_rows(world.draw(block, "stage events"), keys, sold, roster),
        "quotations": quotation_rows(world.draw(block, "quotations"), keys, sold, roster),
    }


def _moves(world: World, people: _People, sold: Sold, ends: Ints) -> list[pl.DataFrame]:
    roster, leads, deals = world.organisation.sales, people.leads, sold.deals
    return [
        customer_moves(people.customers, roster),
        handovers(roster, "opportunity", Held(sold.key, deals.start.seat, deals.start.day, ends)),
        handovers(roster, "lead", Held(leads.key, leads.seat, leads.day, leads.until)),
    ]


def _reach(world: World, people: _People) -> Frames:
    block, keys, plan, leads, customers = people.block, world.keys, world.plan, people.leads, people.customers
    roster = world.organisation.sales
    customer_key = pick_at(customers.key, people.became)
    rows, contacts = contact_rows(world.draw(block, "contacts"), keys, customers, roster)
    return {
        "contacts": rows,
        "leads": lead_rows(world.draw(block, "lead rows"), leads, roster, customer_key),
        "customer_members": member_rows(world.draw(block, "members"), keys, customers, world.organisation),
        "pool_events": pool_event_rows(world.draw(block, "pool"), keys, customers, roster),
        "touches": touch_rows(world.draw(block, "touches"), keys, plan, leads, customer_key),
        "web_visits": web_visit_rows(world.draw(block, "web visits"), keys, plan, leads, customers),
        "campaign_members": campaign_member_rows(world.draw(block, "campaign members"), keys, plan, leads, contacts),
    }


def _money(world: World, people: _People, sold: Sold) -> tuple[Contracts, Receipts, Frames]:
    block, keys, customers = people.block, world.keys, people.customers
    contracts = make_contracts(world.draw(block, "contracts"), keys, sold, customers, world.organisation.sales)
    plans = make_plans(world.draw(block, "plans"), keys, contracts)
    tables, receipts = payment_tables(world.draw(block, "receipts"), keys, contracts, plans, customers)
    tables |= contract_tables(world.draw(block, "contract rows"), keys, contracts, sold, world.money)
    tables["invoices"] = invoice_rows(world.draw(block, "invoices"), keys, contracts, customers)
    good, paid = contracts.effective, receipts.status == APPROVED
    world.outcome.add(0, contracts.day[good], contracts.baskets.total[good])
    world.outcome.add(1, receipts.day[paid], receipts.amount[paid])
    return contracts, receipts, tables


def _service(world: World, people: _People, contracts: Contracts, dealt: Ints) -> Frames:
    block, keys, customers, desks = people.block, world.keys, people.customers, world.organisation.service
    tickets = make_tickets(world.draw(block, "tickets"), keys, contracts, customers, desks)
    return {
        "tickets": ticket_rows(world.draw(block, "ticket rows"), tickets, customers, desks),
        "ticket_events": ticket_event_rows(keys, tickets, desks),
        "feedback": feedback_rows(world.draw(block, "feedback"), keys, tickets, customers, dealt),
        "visits": visit_rows(world.draw(block, "visits"), keys, contracts, customers, world.organisation.sales),
    }
