"""Rules about customers, contacts and leads."""

import polars as pl

from datasource.quality import folding
from datasource.quality.rules.rule import (
    LATEST,
    TODAY,
    Aspect,
    Rule,
    Severity,
    either,
    in_order,
    known,
    not_ahead,
    not_negative,
    owner_works_here,
    reachable,
    readable,
    required,
    unique,
)
from datasource.texts import N_

_col = pl.col
_UNANSWERED_DAYS = 30
_CONVERTED = _col("status") == "converted"
CUSTOMER_RULES = (
    required("customers", "phone", Severity.LOW),
    required("customers", "industry", Severity.LOW),
    required("customers", "region_id", Severity.MEDIUM),
    required("customers", "source", Severity.LOW),
    required("customers", "level", Severity.LOW),
    required("customers", "created_date", Severity.MEDIUM),
    unique("customers", "code", Severity.HIGH),
    unique("customers", "name", Severity.MEDIUM),
    unique("customers", "phone", Severity.LOW, folding.phone),
    readable("customers", "phone", folding.phone),
    *known("customers", "owner_id", "region_id", "parent_id"),
    *not_negative("customers", "employee_count", "annual_revenue_amount"),
    *not_ahead("customers", "created_date", "birth_date"),
    Rule(
        "customers.founded_year.ahead", "customers", ("founded_year",), Aspect.VALIDITY, Severity.LOW,
        N_("“{column}” is no year that could be"), ~_col("founded_year").is_between(1000, _col(LATEST).dt.year()),
        _col("founded_year").is_not_null(),
    ),
    Rule(
        "customers.parent_id.itself", "customers", ("parent_id",), Aspect.CONSISTENCY, Severity.LOW,
        N_("The customer is its own parent"), _col("parent_id") == _col("customer_id"), _col("parent_id").is_not_null(),
    ),
    Rule(
        "customers.is_dealt_flag.contracts", "customers", ("is_dealt_flag",), Aspect.CONSISTENCY, Severity.LOW,
        N_("The customer is marked as not dealt with and has an effective contract"),
        ~_col("is_dealt_flag") & _col("signed.rows").is_not_null(), _col("is_dealt_flag").is_not_null(),
    ),
    reachable("customers", "phone", "website", among=_col("contacts.reachable")),
    owner_works_here("customers"),
    required("contacts", "name", Severity.MEDIUM),
    required("contacts", "customer_id", Severity.MEDIUM),
    *known("contacts", "customer_id", "owner_id"),
    reachable("contacts", "phone", "email"),
    readable("contacts", "phone", folding.phone),
    readable("contacts", "email", folding.email),
    unique("contacts", "email", Severity.MEDIUM, folding.email),
    unique("contacts", "phone", Severity.LOW, folding.phone),
    *not_ahead("contacts", "created_date"),
    owner_works_here("contacts"),
    required("leads", "source", Severity.MEDIUM),
    required("leads", "status", Severity.HIGH),
    required("leads", "owner_id", Severity.LOW),
    required("leads", "created_date", Severity.HIGH),
    *known("leads", "customer_id", "campaign_id", "owner_id"),
    reachable("leads", "phone", "email"),
    readable("leads", "phone", folding.phone),
    readable("leads", "email", folding.email),
    unique("leads", "email", Severity.LOW, folding.email),
    unique("leads", "phone", Severity.LOW, folding.phone),
    *not_ahead("leads", "created_date", "converted_date"),
    in_order("leads", "created_date", "converted_date", Severity.HIGH),
    in_order("leads", "created_at", "first_response_at"),
    Rule(
        "leads.customer_id.converted", "leads", ("customer_id", "status"), Aspect.CONSISTENCY, Severity.HIGH,
        N_("The lead is converted and has no customer"), _col("customer_id").fill_null(0) == 0, _CONVERTED,
    ),
    Rule(
        "leads.converted_date.converted", "leads", ("converted_date", "status"), Aspect.COMPLETENESS, Severity.HIGH,
        N_("The lead is converted and has no day of it"), _col("converted_date").is_null(), _CONVERTED,
    ),
    Rule(
        "leads.status.customer", "leads", ("status", "customer_id"), Aspect.CONSISTENCY, Severity.MEDIUM,
        N_("The lead has a customer or a day of conversion and is not marked as converted"), ~_CONVERTED,
        either(_col("customer_id") > 0, _col("converted_date").is_not_null()) & _col("status").is_not_null(),
    ),
    Rule(
        "leads.first_response_at.late", "leads", ("first_response_at",), Aspect.TIMELINESS, Severity.LOW,
        N_("The lead is new for over 30 days and was never answered"),
        (_col(TODAY) - _col("created_date")).dt.total_days() > _UNANSWERED_DAYS,
        (_col("status") == "new") & _col("first_response_at").is_null(),
    ),
    owner_works_here("leads", _col("status").is_in(("new", "working", "qualified"))),
)  # fmt: skip
