"""Contracts and the money that follows from them."""

from datetime import date, datetime

from sqlmodel import SQLModel

from datasource.tables.columns import choice, count, day, flag, key, moment, money, number, ref, source_key, text
from datasource.tables.enums import Approval, PlanStatus


class Contract(SQLModel, table=True):
    """One row per contract (order)."""

    __tablename__ = "contracts"
    contract_id: int = key("Key of the contract.")
    source_key: str | None = source_key()
    number: str | None = text("Contract number.")
    name: str | None = text("Title of the contract.")
    customer_id: int | None = ref("customers.customer_id", "Customer who signed.")
    opportunity_id: int | None = ref("opportunities.opportunity_id", "Opportunity it came from.")
    owner_id: int | None = ref("users.user_id", "Employee in charge.")
    status: Approval | None = choice(Approval, "Approval status; effective = approved or not required.")
    amount: int | None = money("Contract amount.")
    currency: str | None = text("Currency of the original amount.", length=3)
    original_amount: int | None = money("Amount in the original currency's minor units.")
    order_date: date | None = day("Day the order was placed.")
    start_date: date | None = day("First day of the contract.")
    end_date: date | None = day("Last day of the contract.")
    created_at: datetime | None = moment("Time it was entered.")
    created_date: date | None = day("Day it was entered.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class ContractLine(SQLModel, table=True):
    """One row per product on a contract."""

    __tablename__ = "contract_lines"
    contract_line_id: int = key("Key of the line.")
    source_key: str | None = source_key()
    contract_id: int | None = ref("contracts.contract_id", "Contract it belongs to.")
    product_id: int | None = ref("products.product_id", "Product sold.")
    quantity: float | None = number("Quantity.", "quantity")
    unit_price_amount: int | None = money("Price of one unit.")
    unit_cost_amount: int | None = money("Cost of one unit at the time.")
    amount: int | None = money("Amount of the line after discount.")


class ReceivablePlan(SQLModel, table=True):
    """One row per instalment that a contract makes due."""

    __tablename__ = "receivable_plans"
    receivable_plan_id: int = key("Key of the instalment.")
    source_key: str | None = source_key()
    contract_id: int | None = ref("contracts.contract_id", "Contract it belongs to.")
    customer_id: int | None = ref("customers.customer_id", "Customer who owes it.")
    owner_id: int | None = ref("users.user_id", "Employee in charge; empty = the contract's owner.")
    number: int | None = count("Number of the instalment within the contract.")
    status: PlanStatus | None = choice(PlanStatus, "How it stands.")
    amount: int | None = money("Amount due.")
    due_date: date | None = day("Day it is due.")
    created_at: datetime | None = moment("Time it was entered.")


class Receipt(SQLModel, table=True):
    """One row per payment received."""

    __tablename__ = "receipts"
    receipt_id: int = key("Key of the receipt.")
    source_key: str | None = source_key()
    number: str | None = text("Receipt number.")
    contract_id: int | None = ref("contracts.contract_id", "Contract it pays.")
    customer_id: int | None = ref("customers.customer_id", "Customer who paid; empty = the contract's customer.")
    receivable_plan_id: int | None = ref("receivable_plans.receivable_plan_id", "Instalment it pays.")
    owner_id: int | None = ref("users.user_id", "Employee in charge; empty = the contract's owner.")
    status: Approval | None = choice(Approval, "Approval status; effective = approved or not required.")
    amount: int | None = money("Amount received.")
    method: str | None = text("How it was paid.")
    received_date: date | None = day("Day the money came in.")
    created_at: datetime | None = moment("Time it was entered.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class Invoice(SQLModel, table=True):
    """One row per invoice issued."""

    __tablename__ = "invoices"
    invoice_id: int = key("Key of the invoice.")
    source_key: str | None = source_key()
    number: str | None = text("Invoice number.")
    contract_id: int | None = ref("contracts.contract_id", "Contract it bills.")
    customer_id: int | None = ref("customers.customer_id", "Customer billed.")
    owner_id: int | None = ref("users.user_id", "Employee in charge; empty = the contract's owner.")
    status: Approval | None = choice(Approval, "Approval status; effective = approved or not required.")
    kind: str | None = text("Kind of invoice.")
    amount: int | None = money("Amount billed.")
    issue_date: date | None = day("Day it was issued.")
    is_deleted: bool | None = flag("Deleted in the source; kept, and left out of every metric.")


class ExchangeRate(SQLModel, table=True):
    """One row per currency and day: what one unit is worth in the company's currency."""

    __tablename__ = "exchange_rates"
    exchange_rate_id: int = key("Key of the rate.")
    source_key: str | None = source_key()
    currency: str = text("Three-letter currency code.", length=3, required=True)
    rate_date: date | None = day("First day the rate holds.")
    rate: float | None = number("Units of the company's currency for one unit.", "factor")
