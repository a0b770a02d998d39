"""From a record to its customer: a link to Customer 360 below a list in which a row is chosen."""

import polars as pl
import streamlit as st

from datasource.metrics.subjects.every import SUBJECTS
from datasource.reports.customer_search import keys_of
from datasource.result import Page
from datasource.texts import _
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked

CUSTOMER_360 = "pages/customers/customer_360.py"
PARAM = "customer"


def has_customers(page: Page) -> bool:
    """Whether each record of the list belongs to a customer."""
    return "customers" in SUBJECTS[page.records.subject].links


def show_customer_link(reading: Reading, page: Page, key: str) -> None:
    """The link for the row that is chosen in the table `key`, which shows `page`; none where nobody is to be opened."""
    chosen = clicked(key)
    if chosen is None or chosen.row >= page.rows.height:
        return
    customer = _customers(reading, page)[chosen.row]
    keys = reading.report(keys_of, (customer,)) if customer is not None else ()
    if keys:
        label = _("Open {customer} in Customer 360").format(customer=customer)
        st.page_link(CUSTOMER_360, label=label, icon="🔎", query_params={PARAM: str(keys[0])})


def show_customer_of(table: str, keys: pl.Series, labels: pl.Series) -> None:
    """The link for the row that is chosen in `table`, whose rows are the customers of these keys and names."""
    chosen = clicked(table)
    if chosen is None or chosen.row >= len(keys):
        return
    label = _("Open {customer} in Customer 360").format(customer=labels[chosen.row])
    st.page_link(CUSTOMER_360, label=label, icon="🔎", query_params={PARAM: str(keys[chosen.row])})


def _customers(reading: Reading, page: Page) -> list[str | None]:
    """The customer of each row, in the same order: as further column of the same list."""
    subject = SUBJECTS[page.records.subject]
    shown = page.records.columns or subject.records
    asked = page.records.model_copy(update={"columns": tuple(dict.fromkeys((*shown, "customer")))})
    return list(reading.records(asked).rows["customer"])
