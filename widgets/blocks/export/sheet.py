"""A table that is to be saved: its rows, and what they are, in the reader's words; the writers add nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboards.options import FieldLook
from datasource.metrics.registry import METRICS
from datasource.people.account import SCOPE_LABELS
from datasource.result import Column, Page, Proof, Result
from datasource.texts import _
from widgets.blocks.facts import Fact, facts_of, filter_facts, period_text, source_facts
from widgets.blocks.picks import told_apart
from widgets.blocks.reading import Reading, worded, worded_rows
from widgets.blocks.total import total_row
from widgets.format import day


@dataclass(frozen=True)
class Definition:
    """What one number of the sheet means."""

    label: str
    definition: str
    formula: str


@dataclass(frozen=True)
class Sheet:
    """A table as the reader sees it. `columns` are worded, `total` is a last row by column name, or None."""

    title: str
    facts: tuple[Fact, ...]
    definitions: tuple[Definition, ...]
    columns: tuple[Column, ...]
    rows: pl.DataFrame
    total: Mapping[str, Any] | None
    currency: str
    language: str
    heads: Mapping[str, str]
    looks: tuple[FieldLook, ...] = ()


def answer_sheet(title: str, result: Result, reading: Reading, looks: tuple[FieldLook, ...] = ()) -> Sheet:
    """The sheet of an answer: nothing but what the person sees on the page, called and written as `looks` say."""
    return Sheet(
        title=title,
        facts=((_("Title"), title), *facts_of(result.query, result.proof, reading)),
        definitions=_definitions(result.proof),
        columns=worded(result.columns, looks),
        rows=worded_rows(told_apart(result).select(column.name for column in result.columns), result.columns),
        total=total_row(result.columns, result.totals),
        currency=reading.look.currency,
        language=reading.look.language,
        heads=_heads(),
        looks=looks,
    )


def records_sheet(title: str, page: Page, reading: Reading, looks: tuple[FieldLook, ...] = ()) -> Sheet:
    """The sheet of the records behind a number."""
    ask = page.records
    facts = [(_("Title"), title), (_("Company"), reading.shared.catalog.company)]
    facts += [(_("Period"), period_text(ask.period, reading)), *filter_facts(ask.where, reading)]
    facts += [(_("Search"), ask.search)]
    if page.rows.height < page.row_count:
        facts.append((_("Records"), cut_text(page)))
    facts += source_facts(page.proof, reading)
    return Sheet(
        title=title,
        facts=tuple((label, text) for label, text in facts if text),
        definitions=_definitions(page.proof),
        columns=worded(page.columns, looks),
        rows=worded_rows(page.rows, page.columns),
        total=None,
        currency=reading.look.currency,
        language=reading.look.language,
        heads=_heads(),
        looks=looks,
    )


def list_sheet(
    title: str, columns: tuple[Column, ...], rows: pl.DataFrame, reading: Reading, more: tuple[Fact, ...] = ()
) -> Sheet:
    """The sheet of a list that is no answer to a question; `more` is what to say about it beside whose and of when."""
    catalog = reading.shared.catalog
    facts = (
        (_("Title"), title),
        (_("Company"), catalog.company),
        *more,
        (_("Seen by"), f"{reading.viewer.name} ({_(SCOPE_LABELS[reading.viewer.scope])})"),
        (_("Data as of"), day(catalog.as_of, reading.look.language)),
        (_("Version"), catalog.version),
    )
    return Sheet(
        title=title,
        facts=tuple((label, text) for label, text in facts if text),
        definitions=(),
        columns=worded(columns),
        rows=worded_rows(rows, columns),
        total=None,
        currency=reading.look.currency,
        language=reading.look.language,
        heads=_heads(),
    )


def cut_text(page: Page) -> str:
    """Says that a file holds the first of the records only."""
    return _("The first {shown} of {count} records").format(shown=page.rows.height, count=page.row_count)


def _definitions(proof: Proof) -> tuple[Definition, ...]:
    known = [METRICS[item.metric] for item in proof.metrics if item.metric in METRICS]
    return tuple(Definition(_(item.label), _(item.definition), item.formula()) for item in known)


def _heads() -> dict[str, str]:
    """The words that the writers need besides the table's own."""
    return {
        "about": _("About"),
        "data": _("Data"),
        "metric": _("Metric"),
        "definition": _("Definition"),
        "formula": _("Formula"),
    }
