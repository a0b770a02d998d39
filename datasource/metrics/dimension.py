"""Dimensions: what rows can be grouped and filtered by, each with one home and one way there."""

from dataclasses import dataclass

from datasource.calculation import Buckets, Cases, Groups
from datasource.metrics.spoken import Words
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
    the chosen member; one that `filters_only` has members that share rows, and no column. A date dimension names its
    role in `column` and has no home. A calculated one has its body in `made`, and in `roots` the dimensions that it
    stands on.
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
    filters_only: bool = False
    made: Buckets | Groups | Cases | None = None
    roots: tuple["Dim", ...] = ()

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
    Dim(
        "entered_date", N_("Entered the stage"), N_("Day the stay in the stage began."),
        column="entered_date", kind=Kind.DATE,
    ),
    Dim(
        "until_date", N_("Left the stage"), N_("Day the stay in the stage ended; today while it lasts."),
        column="until_date", kind=Kind.DATE,
    ),
    Dim("order_date", N_("Ordered"), N_("Day the contract's order was placed."), column="order_date", kind=Kind.DATE),
    Dim("received_date", N_("Received"), N_("Day the money came in."), column="received_date", kind=Kind.DATE),
    Dim("issue_date", N_("Invoiced"), N_("Day the invoice was issued."), column="issue_date", kind=Kind.DATE),
    Dim("start_date", N_("Trip start"), N_("First day of the business trip."), column="start_date", kind=Kind.DATE),
    Dim(
        "first_deal_date", N_("First deal"), N_("Day of the customer's first effective contract."),
        column="first_deal_date", kind=Kind.DATE,
    ),
    Dim("visit_date", N_("Visited"), N_("Day of the return visit."), column="visit_date", kind=Kind.DATE),
    Dim("event_date", N_("Day of the event"), N_("Day on which it happened."), column="event_date", kind=Kind.DATE),
    Dim(
        "record_date", N_("Record date"), N_("Day the split contract, receipt or won opportunity counts on."),
        column="record_date", kind=Kind.DATE,
    ),
    Dim("due_date", N_("Due"), N_("Day the instalment is due."), column="due_date", kind=Kind.DATE),
    Dim(
        "converted_date", N_("Converted on"), N_("Day the lead became a customer."),
        column="converted_date", kind=Kind.DATE,
    ),
    Dim("opened_date", N_("Opened"), N_("Day the ticket was opened."), column="opened_date", kind=Kind.DATE),
    Dim(
        "resolved_date", N_("Resolved"), N_("Day the ticket was last resolved."),
        column="resolved_date", kind=Kind.DATE,
    ),
    Dim(
        "campaign_date", N_("Campaign began"), N_("First day of the campaign behind the record."),
        column="campaign_date", kind=Kind.DATE,
    ),
    Dim("stat_date", N_("Day of advertising"), N_("Day on which it was shown."), column="stat_date", kind=Kind.DATE),
    Dim("touched_date", N_("Touched"), N_("Day of the touch."), column="touched_date", kind=Kind.DATE),
    Dim("given_date", N_("Told on"), N_("Day on which the feedback came."), column="given_date", kind=Kind.DATE),
    Dim(
        "log_date", N_("Day to log"), N_("Working day on which a log was to be written."),
        column="log_date", kind=Kind.DATE,
    ),
)  # fmt: skip
_CONTACT = (
    Dim(
        "last_contact_date", N_("Last contact"), N_("Day of the last follow-up on the customer."),
        column="last_contact_date", kind=Kind.DATE,
    ),
    Dim(
        "days_without_contact", N_("Days without contact"),
        N_("Days until today since the last follow-up, or since the customer was entered where there was none."),
        kind=Kind.NUMBER, unit=Unit.DAYS,
    ),
    Dim(
        "days_past_contact", N_("Days past the planned contact"),
        N_("Days until today since a contact was planned that nobody has made; empty where none is overdue."),
        kind=Kind.NUMBER, unit=Unit.DAYS,
    ),
)  # fmt: skip
_PREDICTED = (
    Dim(
        "segment", N_("Segment"), N_("Segment of the customer by how recently, how often and for how much it bought."),
        "customers", "p_segment",
    ),
    Dim(
        "lifecycle_stage", N_("Lifecycle stage"),
        N_("Where the customer stands in its life with the company: lead, new, active, loyal, at risk or lost."),
        "customers", "p_lifecycle_stage",
    ),
    Dim(
        "team_segment", N_("Team segment"),
        N_("Sets of customers that the team has saved. A customer may be in several: it filters and does not group."),
        "customers", filters_only=True,
    ),
    Dim(
        "customer_suggestion", N_("Suggested step for the customer"),
        N_("What went with another order of customers like it that nobody had contacted for 90 days."),
        "customers", "p_next_action",
    ),
    Dim(
        "deal_suggestion", N_("Suggested step for the deal"),
        N_("What went with more wins of open deals like it on which nothing had been done for 30 days."),
    ),
    Dim(
        "feeling", N_("Feeling"),
        N_("What the words of the customer's comment feel: positive, negative or unclear; Unknown without a comment."),
    ),
    Dim("lead_grade", N_("Lead grade"), N_("Grade of the open lead's chance to become a customer, A to D.")),
    Dim(
        "churn_risk", N_("Churn risk"), N_("Chance of the customer to buy nothing more within the horizon."),
        kind=Kind.NUMBER, unit=Unit.RATE,
    ),
    Dim(
        "customer_value", N_("Predicted value of the customer"),
        N_("What the customer is expected to buy for within the next 12 months."), kind=Kind.NUMBER, unit=Unit.MONEY,
    ),
    Dim(
        "contract_recency", N_("Days since the last contract"),
        N_("Days from the customer's last effective contract to the day of the study."),
        kind=Kind.NUMBER, unit=Unit.DAYS,
    ),
    Dim(
        "contract_frequency", N_("Contracts of the customer"),
        N_("Effective contracts of the customer up to the day of the study."),
        kind=Kind.NUMBER, unit=Unit.COUNT,
    ),
    Dim(
        "contract_total", N_("Contract money of the customer"), N_("Money of all effective contracts of the customer."),
        kind=Kind.NUMBER, unit=Unit.MONEY,
    ),
    Dim(
        "contract_mean", N_("Mean contract of the customer"), N_("Mean money of the customer's effective contracts."),
        kind=Kind.NUMBER, unit=Unit.MONEY,
    ),
    Dim(
        "contract_tenure", N_("Days since the first contract"),
        N_("Days from the customer's first effective contract to the day of the study."),
        kind=Kind.NUMBER, unit=Unit.DAYS,
    ),
    Dim(
        "contract_year", N_("Contract money of the last 12 months"),
        N_("Money of the customer's effective contracts of the 365 days up to the study."),
        kind=Kind.NUMBER, unit=Unit.MONEY,
    ),
    Dim(
        "follow_ups_year", N_("Follow-ups of the last 12 months"),
        N_("Follow-ups on the customer in the 365 days up to the study."), kind=Kind.NUMBER, unit=Unit.COUNT,
    ),
    Dim(
        "tickets_year", N_("Tickets of the last 12 months"),
        N_("Service tickets of the customer in the 365 days up to the study."), kind=Kind.NUMBER, unit=Unit.COUNT,
    ),
    Dim(
        "win_chance", N_("Chance to win"), N_("Chance of the open opportunity to be won within a year."),
        kind=Kind.NUMBER, unit=Unit.RATE,
    ),
    Dim(
        "lead_score", N_("Lead score"), N_("Chance of the open lead to become a customer."),
        kind=Kind.NUMBER, unit=Unit.RATE,
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
    Dim("country", N_("Country"), N_("Country of the customer."), "customers", "country"),
    Dim("region", N_("Region"), N_("Province or country of the customer."), "customers", "region"),
    Dim("city", N_("City"), N_("City of the customer."), "customers", "city"),
    Dim("industry", N_("Industry"), N_("Industry of the customer (of the lead, for leads)."), "customers", "industry"),
    Dim("level", N_("Level"), N_("Importance of the customer as the company grades it."), "customers", "level"),
    Dim("source", N_("Source"), N_("Where the customer (for leads: the lead) came from."), "customers", "source"),
    Dim("company_size", N_("Company size"), N_("Size band of the customer."), "customers", "company_size"),
    Dim("pipeline", N_("Pipeline"), N_("Sales pipeline of the opportunity."), "pipelines", "label"),
    Dim("stage", N_("Stage"), N_("Stage of the opportunity, in pipeline order."), "stages", "label"),
    Dim("stay_end", N_("How the stay ended"), N_("Advanced, moved back, lost, invalid, or still there.")),
    Dim("outcome", N_("Outcome"), N_("Open, won, lost or invalid."), "opportunities", "outcome"),
    Dim("loss_reason", N_("Loss reason"), N_("Why the opportunity was lost."), "opportunities", "loss_reason"),
    Dim("campaign", N_("Campaign"), N_("Campaign that brought the record."), "campaigns", "label"),
    Dim("campaign_channel", N_("Campaign channel"), N_("Channel the campaign ran on."), "campaigns", "channel"),
    Dim("campaign_kind", N_("Campaign kind"), N_("Kind of campaign."), "campaigns", "kind"),
    Dim(
        "ad_platform", N_("Advertising platform"),
        N_("Where the advertisement was shown; for leads and deals, where all advertising of their campaign was."),
        "campaigns", "platform",
    ),
    Dim("keyword", N_("Keyword"), N_("Word that the advertisement was bought for.")),
    Dim("touch_channel", N_("Touch channel"), N_("Channel by which marketing reached somebody.")),
    Dim("content", N_("Content"), N_("Article, paper or video behind the touch."), "contents", "label"),
    Dim(
        "content_kind", N_("Content kind"), N_("Article, video, white paper or another kind of content."),
        "contents", "kind",
    ),
    Dim("lead_status", N_("Lead status"), N_("How far the lead has been handled.")),
    Dim("channel", N_("Channel"), N_("How the activity was carried out.")),
    Dim(
        "owner_move", N_("Change of owner"),
        N_("Handed over from one employee to another, into the public pool, claimed from it or assigned from it."),
    ),
    Dim("ticket_channel", N_("Ticket channel"), N_("How the ticket came in.")),
    Dim("ticket_category", N_("Ticket category"), N_("Kind of problem.")),
    Dim("ticket_priority", N_("Ticket priority"), N_("How urgent the ticket is.")),
    Dim(
        "ticket_sla", N_("Service level"),
        N_("Met, breached, or still running; Unknown where the ticket has no limit."),
    ),
    Dim("log_category", N_("Log category"), N_("Daily, weekly or monthly.")),
    Dim("approval_category", N_("Request category"), N_("Kind of request, such as leave, expenses or travel.")),
    Dim("approval_status", N_("Request status"), N_("Where the request stands.")),
    Dim("activity_kind", N_("Activity kind"), N_("Follow-up, check-in, task or system note.")),
    Dim("pool_move", N_("Move"), N_("Into the public pool, claimed from it or assigned from it.")),
    Dim("goal_holder", N_("Holder"), N_("Company, department or employee who holds the target."), blank=NOBODY),
    Dim("goal_level", N_("Holder's level"), N_("Company, department or employee.")),
    Dim("goal_kind", N_("Measured in"), N_("Contract amount or received amount.")),
    Dim("satisfaction", N_("Satisfaction"), N_("Answer at a return visit, from very dissatisfied to very satisfied.")),
    Dim("split_record", N_("Split record"), N_("Contract, receipt or opportunity whose credit is split.")),
    Dim("split_status", N_("Split status"), N_("Whether the rates of the record add up to 100%.")),
    Dim("ageing", N_("Ageing"), N_("How long the instalment is overdue today.")),
    Dim(
        "product", N_("Product"),
        N_("Product on the record's lines; grouping splits the amount by lines, filtering keeps whole records."),
        "products", "label",
    ),
    Dim(
        "product_category", N_("Product category"), N_("Category of the product on the record's lines."),
        "products", "category",
    ),
    Dim(
        "product_group", N_("Product group"),
        N_("Topmost category above the product on the record's lines."),
        "products", "product_group",
    ),
)  # fmt: skip
_NUMBERS = (
    Dim("amount", N_("Amount"), N_("Amount of the single record."), kind=Kind.NUMBER, unit=Unit.MONEY),
    Dim(
        "days_without_activity",
        N_("Days without activity"),
        N_("Days until today since the last activity on the open opportunity or on its customer without naming one."),
        kind=Kind.NUMBER,
        unit=Unit.DAYS,
    ),
    Dim(
        "days_in_stage",
        N_("Days in the stage"),
        N_("Days that the open opportunity has been in its stage until today."),
        kind=Kind.NUMBER,
        unit=Unit.DAYS,
    ),
    Dim(
        "stage_age",
        N_("Stage age"),
        N_("Days that the open opportunity has been in its stage, in benchmarks of that stage: 2 is twice as long."),
        kind=Kind.NUMBER,
        unit=Unit.NUMBER,
    ),
    Dim(
        "days_past_close",
        N_("Days past expected close"),
        N_("Days until today since the open opportunity was expected to close."),
        kind=Kind.NUMBER,
        unit=Unit.DAYS,
    ),
    Dim(
        "stay_days",
        N_("Days of the stay"),
        N_("Days from entering the stage to leaving it, or until today."),
        kind=Kind.NUMBER,
        unit=Unit.DAYS,
    ),
    Dim(
        "benchmark_days",
        N_("Benchmark days"),
        N_("Median days of all ended stays in the stage, company-wide; none for a stage with fewer than 5 of them."),
        kind=Kind.NUMBER,
        unit=Unit.DAYS,
    ),
    Dim("employee_count", N_("Headcount"), N_("People working at the customer."), kind=Kind.NUMBER, unit=Unit.COUNT),
    Dim(
        "annual_revenue", N_("Annual revenue"), N_("Yearly revenue of the customer."), kind=Kind.NUMBER, unit=Unit.MONEY
    ),
)
DIMENSIONS: Words[Dim] = Words(
    "dimensions", {dim.name: dim for dim in (*_DATES, *_CONTACT, *_TEXTS, *_NUMBERS, *_PREDICTED)}
)


def can_reach(subject: Subject, dim: Dim) -> bool:
    """Whether each row of `subject` has one value of `dim` (or, for products, lines to split it by)."""
    if dim.made is not None:
        return all(can_reach(subject, root) for root in dim.roots)
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
    """Whether grouping `subject` by `dim` splits its rows by their lines; conditions hold for whole records."""
    if dim.made is not None:
        return isinstance(dim.made, Groups) and splits(subject, dim.roots[0])
    return dim.is_product and subject.splits_by(dim.home)


def stands_on(dim: Dim) -> frozenset[Dim]:
    """The dimensions of the registry that `dim` is made of: itself, or those at the roots of a calculated one."""
    return frozenset().union(*map(stands_on, dim.roots)) if dim.made is not None else frozenset({dim})


def subjects_of(dim: Dim) -> tuple[str, ...]:
    """The subjects whose rows reach `dim`."""
    return tuple(name for name, subject in SUBJECTS.items() if can_reach(subject, dim))
