"""The study of attribution: what each touch of marketing is credited with of the deals that were won after it."""

from datasource.analytics.attribution.journeys import Journeys, journeys_from_touches
from datasource.analytics.attribution.touch_credit import touch_credits
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.derived.study import Found, Rows
from datasource.reports.attribution import journey_rows
from datasource.scope import OPERATOR
from datasource.texts import N_, Filled

RULE, WINDOW = "position", 365
"""The rule and the days of look-back that the page of attribution opens with."""


def study_attribution(rows: Rows) -> Found:
    """`touches`: `touch_id`, `p_credit_amount` (minor units) of the touches before won deals.

    They add up to what the deals with a touch in the window were worth. Raises `MingjingError` for too few journeys.
    """
    assert isinstance(rows, Catalog)
    touches, outcomes = journey_rows(rows, OPERATOR, "channel", None, ())
    journeys = journeys_from_touches(touches, outcomes, rows.as_of, WINDOW)
    credits = touch_credits(journeys, RULE, rows.minor_units)
    table = credits.rename({"touch": "touch_id", "credit": "p_credit_amount"})
    return Found({"touches": table}, _card(journeys, rows))


def _card(journeys: Journeys, rows: Catalog) -> MethodCard:
    won = int(journeys.won.sum())
    reached = won / max(won + journeys.untouched, 1)
    return MethodCard(
        does=Filled(
            N_(
                "Shares each won deal between the touches in the {days} days before it closed: 40 % to the first, 40 % "
                "to the last, 20 % to those between."
            ),
            days=str(WINDOW),
        ),
        data=Filled(
            N_("{won} won deals with a touch of their customer or lead; {rest} have none and give no credit."),
            won=f"{won:,}", rest=f"{journeys.untouched:,}",
        ),
        as_of=rows.as_of,
        assumes=(N_("Every touch that mattered is in the data, with its channel and its time."),),
        quality=(
            (N_("Share of won deals with a touch"), f"{reached:.1%}"),
        ),
        avoid=(
            N_(
                "To prove that a channel brings deals: credit is shared by agreement. Only a trial can prove an effect."
            ),
        ),
        sources=("Anderl, Becker, von Wangenheim, Schumann 2016, IJRM 33:457",),
    )  # fmt: skip
