"""The random company's marketing: campaigns, what brought leads and opportunities, advertising by day, touches."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
CAMPAIGNS = 7


def with_marketing(tables: Tables, seed: int) -> Tables:
    """`tables` with leads that are handled and come from campaigns, as opportunities do; campaigns, ads, touches."""
    dice = Random(f"marketing {seed}")
    return tables | {
        "leads": [lead | _handling(dice, lead) for lead in tables["leads"]],
        "opportunities": [deal | {"campaign_id": _ref(dice, CAMPAIGNS)} for deal in tables["opportunities"]],
        "campaigns": [{"campaign_id": number} | _campaign(dice, number) for number in range(1, CAMPAIGNS + 1)],
        "ad_stats": [{"ad_stat_id": number} | _advertising(dice) for number in range(1, 51)],
        "touches": [{"touch_id": number} | _touch(dice) for number in range(1, 71)],
    }


def _ref(dice: Random, last: int) -> int | None:
    chance = dice.random()
    return None if chance < 0.12 else 0 if chance < 0.2 else dice.randint(1, last)


def _day(dice: Random) -> date | None:
    return None if dice.random() < 0.1 else date(2020, 1, 1) + timedelta(days=dice.randrange(435))


def _handling(dice: Random, lead: Row) -> Row:
    entered = lead["created_date"] and datetime.combine(lead["created_date"], datetime.min.time().replace(hour=9))
    late = timedelta(seconds=dice.choice([-60, 0, 1, 3600, 90_000]))
    return {
        "status": dice.choice(["new", "working", "qualified", "converted", "dead", None]),
        "customer_id": _ref(dice, 40),
        "campaign_id": _ref(dice, CAMPAIGNS),
        "created_at": entered,
        "first_response_at": entered + late if entered and dice.random() < 0.7 else None,
    }


def _campaign(dice: Random, number: int) -> Row:
    return {
        "name": f"Campaign {number}",
        "channel": dice.choice(["Online", "Fair", "", None]),
        "kind": dice.choice(["Search", "Stand", None]),
        "owner_id": _ref(dice, 12),
        "start_date": date(2020, 1, 1) + timedelta(days=dice.randrange(435)),
        "cost_amount": dice.choice([None, None, 0, 99, 10**12]),
    }


def _advertising(dice: Random) -> Row:
    return {
        "stat_date": _day(dice),
        "platform": dice.choice(["Bing", "Baidu", "", None]),
        "campaign_id": _ref(dice, CAMPAIGNS),
        "keyword": dice.choice(["crm", "bi", None]),
        "impressions": dice.choice([None, 0, 7, 900]),
        "clicks": dice.choice([None, 0, 3]),
        "cost_amount": dice.choice([None, 0, 1, 500_00]),
    }


def _touch(dice: Random) -> Row:
    return {
        "lead_id": _ref(dice, 20),
        "customer_id": _ref(dice, 40),
        "campaign_id": _ref(dice, CAMPAIGNS),
        "channel": dice.choice(["Mail", "Search", "", None]),
        "touched_date": _day(dice),
    }
