"""One customer as a whole: who they are, what they are worth, and the lists of what belongs to them."""

from dataclasses import dataclass
from datetime import date

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Filter, Op, Query
from datasource.reports.customer_search import customers_of
from datasource.reports.timeline import last_touch
from datasource.result import Page, Result
from datasource.scope import Viewer

FIGURES = (
    "contract_amount", "received_amount", "outstanding_amount", "open_opportunities", "open_amount", "open_tickets",
    "satisfaction_score",
)  # fmt: skip
PROFILE = (
    "name", "customer", "code", "owner", "sales_team", "level", "industry", "company_size", "source", "region", "city",
    "phone", "website", "created_date", "first_deal_date", "customer_id",
)  # fmt: skip


@dataclass(frozen=True)
class Customer360:
    """One customer. `profile` holds their one row, `figures` the key figures as one row, over what the viewer may see.

    `last_contact` is the day of the last follow-up that the viewer may see. `only` narrows any question to them.
    """

    name: str
    profile: Page
    figures: Result
    last_contact: date | None
    only: Filter


def customer_360(catalog: Catalog, viewer: Viewer, customer_id: int) -> Customer360 | None:
    """The customer with this key; None where there is none, it was deleted, or the viewer may not see it."""
    profile = customers_of(catalog, viewer, (customer_id,), PROFILE)
    if not profile.row_count:
        return None
    label = profile.rows["customer"][0]
    only = Filter(field="customer", op=Op.EQ, value=label)
    figures = answer(catalog, Query(metrics=FIGURES, where=(only,)), viewer)
    return Customer360(profile.rows["name"][0], profile, figures, last_touch(catalog, viewer, label), only)
