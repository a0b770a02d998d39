"""Rules about opportunities, their stages, lines and quotations, and about products."""

import polars as pl

from datasource.quality.rules.rule import (
    TODAY,
    Aspect,
    Rule,
    Severity,
    between,
    in_order,
    known,
    not_ahead,
    not_negative,
    owner_works_here,
    required,
    unique,
)
from datasource.texts import N_

_col = pl.col
_STALE_DAYS = 90
_OPEN = _col("outcome") == "open"
_CLOSED = _col("outcome").is_in(("won", "lost", "invalid"))
_WON, _LOST = _col("outcome") == "won", _col("outcome") == "lost"
_LAST_SEEN = pl.max_horizontal("activity.day", "created_date")
SALES_RULES = (
    required("opportunities", "customer_id", Severity.MEDIUM),
    required("opportunities", "stage_id", Severity.HIGH),
    required("opportunities", "outcome", Severity.HIGH),
    required("opportunities", "created_date", Severity.HIGH),
    required("opportunities", "amount", Severity.MEDIUM, _OPEN),
    required("opportunities", "expected_close_date", Severity.LOW, _OPEN),
    required("opportunities", "loss_reason", Severity.LOW, _LOST),
    *known(
        "opportunities", "customer_id", "contact_id", "campaign_id", "lead_id", "pipeline_id", "stage_id", "owner_id"
    ),
    *not_negative("opportunities", "amount"),
    *not_ahead("opportunities", "created_date"),
    in_order("opportunities", "created_date", "close_date", Severity.HIGH),
    in_order("opportunities", "created_date", "expected_close_date", Severity.LOW),
    Rule(
        "opportunities.close_date.closed", "opportunities", ("close_date",), Aspect.COMPLETENESS, Severity.HIGH,
        N_("The deal is closed and has no close date"), _col("close_date").is_null(), _CLOSED,
    ),
    Rule(
        "opportunities.close_date.open", "opportunities", ("close_date", "outcome"), Aspect.CONSISTENCY,
        Severity.MEDIUM, N_("The deal is open and has a close date"), _col("close_date").is_not_null(), _OPEN,
    ),
    Rule(
        "opportunities.close_date.ahead", "opportunities", ("close_date",), Aspect.VALIDITY, Severity.HIGH,
        N_("The deal is closed on a day that is still to come"), _col("close_date") > _col(TODAY), _CLOSED,
    ),
    Rule(
        "opportunities.amount.won", "opportunities", ("amount",), Aspect.COMPLETENESS, Severity.HIGH,
        N_("The deal is won and has no amount"), _col("amount").fill_null(0) == 0, _WON,
    ),
    Rule(
        "opportunities.outcome.stage", "opportunities", ("outcome", "stage_id"), Aspect.CONSISTENCY, Severity.HIGH,
        N_("The deal's outcome is another one than its stage means"), _col("outcome") != _col("stage.kind"),
        _col("stage.kind").is_not_null() & _col("outcome").is_in(("open", "won", "lost")),
    ),
    Rule(
        "opportunities.stage_id.pipeline", "opportunities", ("stage_id", "pipeline_id"), Aspect.CONSISTENCY,
        Severity.MEDIUM, N_("The deal's stage belongs to another pipeline"),
        _col("pipeline_id") != _col("stage.pipeline_id"), _col("stage.pipeline_id").is_not_null(),
    ),
    Rule(
        "opportunities.contact_id.customer", "opportunities", ("contact_id", "customer_id"), Aspect.CONSISTENCY,
        Severity.LOW, N_("The deal's contact works at another customer"),
        _col("customer_id") != _col("contact.customer_id"), _col("contact.customer_id").is_not_null(),
    ),
    Rule(
        "opportunities.expected_close_date.past", "opportunities", ("expected_close_date",), Aspect.TIMELINESS,
        Severity.MEDIUM, N_("The deal is open past its expected close date"),
        _col("expected_close_date") < _col(TODAY), _OPEN,
    ),
    Rule(
        "opportunities.stale", "opportunities", ("outcome",), Aspect.TIMELINESS, Severity.MEDIUM,
        N_("The deal is open and nothing was noted on it for over 90 days"),
        (_col(TODAY) - _LAST_SEEN).dt.total_days() > _STALE_DAYS, _OPEN,
    ),
    Rule(
        "opportunities.amount.lines", "opportunities", ("amount",), Aspect.CONSISTENCY, Severity.MEDIUM,
        N_("The amount is another one than the sum of the lines"),
        (_col("amount") - _col("lines.amount")).abs() > _col("lines.rows"),
        (_col("lines.empty") == 0) & _col("amount").is_not_null(),
    ),
    owner_works_here("opportunities", _OPEN),
    *known("opportunity_lines", "opportunity_id", "product_id"),
    *not_negative("opportunity_lines", "quantity", "unit_price_amount"),
    between("stages", "win_probability", 0, 1),
    Rule(
        "stages.win_probability.closed", "stages", ("win_probability", "kind"), Aspect.CONSISTENCY, Severity.HIGH,
        N_("A won stage is not certain, or a lost one not impossible"),
        _col("win_probability") != (_col("kind") == "won").cast(pl.Float64),
        _col("kind").is_in(("won", "lost", "invalid")) & _col("win_probability").is_not_null(),
    ),
    *known("stage_events", "opportunity_id", "stage_id"),
    in_order("stage_events", "entered_date", "left_date", Severity.HIGH),
    in_order("stage_events", "deal.created_date", "entered_date"),
    *not_ahead("stage_events", "entered_date", "left_date"),
    *known("quotations", "opportunity_id", "customer_id", "owner_id"),
    *not_negative("quotations", "amount"),
    between("quotations", "discount", 0, 1),
    in_order("quotations", "created_date", "valid_until_date"),
    required("products", "product_category_id", Severity.LOW),
    *known("products", "product_category_id"),
    unique("products", "code", Severity.HIGH),
    *not_negative("products", "list_price_amount", "unit_cost_amount"),
    Rule(
        "products.unit_cost_amount.price", "products", ("unit_cost_amount", "list_price_amount"), Aspect.CONSISTENCY,
        Severity.LOW, N_("The product costs more than its list price"),
        _col("unit_cost_amount") > _col("list_price_amount"), _col("list_price_amount") > 0,
    ),
)  # fmt: skip
