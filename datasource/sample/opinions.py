"""What customers say: return visits after a contract, and scores with comments after a ticket or when asked."""

import numpy as np
import polars as pl

from datasource.sample import phrases
from datasource.sample.customers import Customers
from datasource.sample.days import DAY, LAST, at_work, day_of
from datasource.sample.draw import NONE, Draw, Flags, Ints, where
from datasource.sample.frames import Keys, frame, words
from datasource.sample.money import Contracts
from datasource.sample.seats import Roster
from datasource.sample.service import CLOSED, Tickets, contract_has_bad_line, is_slow, sentiment, visit_days

_VISIT_CHANNELS = ("电话", "上门拜访", "微信", "问卷")
_ASKED_SHARE = 0.35
_BY_MOOD = (
    (phrases.COMPLAINT_ZH, phrases.COMPLAINT_EN),
    (phrases.NEUTRAL_ZH, phrases.NEUTRAL_EN),
    (phrases.PRAISE_ZH, phrases.PRAISE_EN),
)


def comments(draw: Draw, satisfaction: Ints, english: Flags, share: float) -> pl.Series:
    """A sentence that fits each satisfaction (1 to 5), in the customer's language, from a `share` of them."""
    size = len(satisfaction)
    mood = np.where(satisfaction <= 2, 0, np.where(satisfaction == 3, 1, 2)) * 2 + english
    groups = [group for pair in _BY_MOOD for group in pair]
    starts = np.cumsum([0, *map(len, groups)])
    lengths = np.array(list(map(len, groups)))
    place = starts[mood] + (draw.uniform(size) * lengths[mood]).astype(np.int64)
    return words([one for group in groups for one in group], where(draw.chance(share, size), place))


def visit_rows(draw: Draw, keys: Keys, contracts: Contracts, customers: Customers, roster: Roster) -> pl.DataFrame:
    """The table of return visits, by whoever was in charge of the customer that day."""
    contract, day = visit_days(draw, contracts)
    who, size = contracts.who[contract], len(contract)
    satisfied = sentiment(draw, contract_has_bad_line(contracts, customers)[contract], np.zeros(size, dtype=bool))
    cells = {
        "visit_id": keys.take("visits", size),
        "customer_id": customers.key[who],
        "contract_id": contracts.key[contract],
        "contact_id": customers.first_contact[who],
        "owner_id": customers.owner_on(roster, who, day),
        "channel": words(_VISIT_CHANNELS, draw.choose((50, 20, 18, 12), size)),
        "visit_date": day,
        "satisfaction": satisfied,
        "comment": comments(draw, satisfied, customers.english[who], 0.6),
    }
    return frame("visits", cells)


def feedback_rows(draw: Draw, keys: Keys, tickets: Tickets, customers: Customers, dealt_day: Ints) -> pl.DataFrame:
    """The table of feedback: after half of the closed tickets, and from buyers who were asked once."""
    after = np.flatnonzero((tickets.times[:, CLOSED] != NONE) & draw.chance(0.5, len(tickets.key)))
    told = tickets.times[after, CLOSED] + draw.ints(1, 70, len(after)) * 3600
    after, told = after[told < (LAST + 1) * DAY], told[told < (LAST + 1) * DAY]
    asked = np.flatnonzero((dealt_day != NONE) & draw.chance(_ASKED_SHARE, len(dealt_day)))
    asked_day = dealt_day[asked] + draw.days((60, 120, 240, 500), len(asked))
    asked, asked_day = asked[asked_day <= LAST], asked_day[asked_day <= LAST]
    size = len(after) + len(asked)
    who = np.concatenate([tickets.who[after], asked])
    calm = np.zeros(len(asked), dtype=bool)
    bad, slow = np.concatenate([tickets.is_bad[after], calm]), np.concatenate([is_slow(tickets)[after], calm])
    satisfied = sentiment(draw, bad, slow)
    second = np.concatenate([told, at_work(draw, asked_day)])
    order = np.argsort(second, kind="stable")
    nothing = np.full(len(asked), NONE)
    cells = {
        "feedback_id": keys.take("feedback", size),
        "customer_id": customers.key[who[order]],
        "ticket_id": np.concatenate([tickets.key[after], nothing])[order],
        "product_id": np.concatenate([tickets.product[after] + 1, nothing])[order],
        "score": (satisfied * 2 - draw.ints(0, 1, size)).astype(np.float64)[order],
        "comment": comments(draw, satisfied, customers.english[who], 0.7).gather(order),
        "given_at": second[order],
        "given_date": day_of(second[order]),
    }
    return frame("feedback", cells)
