"""The only doors to numbers and records: every answer is scoped to its viewer before anything is counted."""

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.query.answer import answer, days_before
from datasource.query.records import links, records, values

__all__ = ["Catalog", "answer", "days_before", "links", "open_catalog", "records", "values"]
