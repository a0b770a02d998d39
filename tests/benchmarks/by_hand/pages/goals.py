"""The company's goal of the current year."""

from datetime import date

import polars as pl

from tests.benchmarks.by_hand.pages import numbers
from tests.benchmarks.by_hand.pages.writing import Asked, HandWritten, Part, Told, money, part, ratio, table


def company(page: Asked) -> Told:
    """Actual and three tiers by month, and what each employee reached."""
    year = (date(page.catalog.as_of.year, 1, 1), date(page.catalog.as_of.year, 12, 31))
    targets = page.rows("targets").filter(pl.col("kind") == "contract_amount")
    tiers = {"goal_amount": "target", "goal_stretch_amount": "stretch", "goal_challenge_amount": "challenge"}
    values = {name: money(f"{column}_amount") for name, column in tiers.items()}
    aims = Part(targets.filter(pl.col("level") == "company"), "month_date", values)
    own = part(targets.filter(pl.col("level") == "employee"), "month_date", target_amount=money("target_amount"))
    signed = numbers.contracts(page)
    done = Part(signed.rows, signed.date, {"contract_amount": signed.values["contract_amount"]})
    return [
        (("date",), table([done, aims], "date", year)),
        (("owner",), table([done, own], "owner", year, ratio("attainment", "contract_amount", "target_amount"))),
    ]


PAGES: dict[str, HandWritten] = {"goals/goal_attainment.py": company}
