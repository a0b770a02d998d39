"""Dimensions: what rows can be grouped and filtered by, each with one home and one way there."""

from collections.abc import Mapping
from dataclasses import dataclass

from datasource.metrics.subjects.every import SUBJECTS
from datasource.metrics.subjects.subject import Subject
from datasource.result import Kind, Unit
from datasource.texts import N_

UNKNOWN = "Unknown"
NOBODY = "—"


@dataclass(frozen=True)
class Dim:
    """One dimension: column `column` of the rows that the link `home` leads to.

    `blank` is what a row shows whose value is empty. `tree` marks a dimension whose filter takes in all that lies below
    the chosen member. A date dimension names its role in `column` and has no home.
    """

    name: str
    label: str
    definition: str
    home: str = ""
    column: str = ""
    kind: Kind = Kind.TEXT
    unit: Unit | None = None
    blank: str = UNKNOWN
    tree: bool = False

    @property
    def is_product(self) -> bool:
        """Whether it splits rows by their lines, where a subject has lines and no link of its own to a product."""
        return self.home == "products"


_DATES = (
    Dim("date", N_("Date"), N_("Each metric's own date."), kind=Kind.DATE),
    Dim("created_date", N_("Created"), N_("Day the record was entered."), column="created_date", kind=Kind.DATE),
    Dim(
        "close_date", N_("Closed"), N_("Day the opportunity was won, lost or dropped."),
        column="close_date", kind=Kind.DATE,
    ),
    Dim(
        "expected_close_date", N_("Expected close"), N_("Day the opportunity is expected to close."),
        column="expected_close_date", kind=Kind.DATE,
    ),
    Dim("order_date", N_("Ordered"), N_("Day the contract's order was placed."), column="order_date", kind=Kind.DATE),
    Dim("received_date", N_("Received"), N_("Day the money came in."), column="received_date", kind=Kind.DATE),
    Dim("issue_date", N_("Invoiced"), N_("Day the invoice was issued."), column="issue_date", kind=Kind.DATE),
    Dim(
        "first_deal_date", N_("First deal"), N_("Day of the customer's first effective contract."),
        column="first_deal_date", kind=Kind.DATE,
    ),
    Dim(
        "converted_date", N_("Converted"), N_("Day the lead became a customer."),
        column="converted_date", kind=Kind.DATE,
    ),
)  # fmt: skip
_TEXTS = (
    Dim("owner", N_("Owner"), N_("Employee in charge; — is the public pool."), "users", "label", blank=NOBODY),
    Dim("sales_team", N_("Sales team"), N_("The owner's own department."), "users", "sales_team", blank=NOBODY),
    Dim(
        "department", N_("Department"),
        N_("The branch below the company that the owner belongs to; filtering by a department takes in all below it."),
        "users", "department", blank=NOBODY, tree=True,
    ),
    Dim("customer", N_("Customer"), N_("The customer."), "customers", "label"),
    Dim("region", N_("Region"), N_("Province or country of the customer."), "customers", "region"),
    Dim("city", N_("City"), N_("City of the customer."), "customers", "city"),
    Dim("industry", N_("Industry"), N_("Industry of the customer (of the lead, for leads)."), "customers", "industry"),
    Dim("level", N_("Level"), N_("Importance of the customer as the company grades it."), "customers", "level"),
    Dim("source", N_("Source"), N_("Where the customer (for leads: the lead) came from."), "customers", "source"),
    Dim("company_size", N_("Company size"), N_("Size band of the customer."), "customers", "company_size"),
    Dim("pipeline", N_("Pipeline"), N_("Sales pipeline of the opportunity."), "pipelines", "label"),
    Dim("stage", N_("Stage"), N_("Stage of the opportunity, in pipeline order."), "stages", "label"),
    Dim("outcome", N_("Outcome"), N_("Open, won, lost or invalid."), "opportunities", "outcome"),
    Dim("loss_reason", N_("Loss reason"), N_("Why the opportunity was lost."), "opportunities", "loss_reason"),
    Dim("campaign", N_("Campaign"), N_("Campaign that brought the record."), "campaigns", "label"),
    Dim("lead_status", N_("Lead status"), N_("How far the lead has been handled.")),
    Dim("channel", N_("Channel"), N_("How the activity was carried out.")),
    Dim("activity_kind", N_("Activity kind"), N_("Follow-up, check-in, task or system note.")),
    Dim(
        "product", N_("Product"),
        N_("Product on the record's lines; grouping splits the amount by lines, filtering keeps whole records."),
        "products", "label",
    ),
    Dim(
        "product_category", N_("Product category"), N_("Category of the product on the record's lines."),
        "products", "category",
    ),
)  # fmt: skip
_NUMBERS = (
    Dim("amount", N_("Amount"), N_("Amount of the single record."), kind=Kind.NUMBER, unit=Unit.MONEY),
    Dim("employee_count", N_("Employees"), N_("People working at the customer."), kind=Kind.NUMBER, unit=Unit.COUNT),
    Dim(
        "annual_revenue", N_("Annual revenue"), N_("Yearly revenue of the customer."), kind=Kind.NUMBER, unit=Unit.MONEY
    ),
)
DIMENSIONS: Mapping[str, Dim] = {dim.name: dim for dim in (*_DATES, *_TEXTS, *_NUMBERS)}


def can_reach(subject: Subject, dim: Dim) -> bool:
    """Whether each row of `subject` has one value of `dim` (or, for products, lines to split it by)."""
    if dim.name == "date" or dim.name in subject.own:
        return True
    match dim.kind:
        case Kind.DATE:
            return dim.column in subject.dates
        case Kind.NUMBER:
            return dim.name in subject.numbers
        case _ if dim.is_product:
            return dim.home in subject.links or subject.lines is not None
        case _:
            return dim.home in subject.links


def splits(subject: Subject, dim: Dim) -> bool:
    """Whether grouping `subject` by `dim` splits its rows by their lines."""
    return dim.is_product and subject.splits_by(dim.home)


def subjects_of(dim: Dim) -> tuple[str, ...]:
    """The subjects whose rows reach `dim`."""
    return tuple(name for name, subject in SUBJECTS.items() if can_reach(subject, dim))
