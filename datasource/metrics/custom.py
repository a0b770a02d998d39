"""The words for what a company adds to its data: dimensions, metrics and subjects of its own columns and tables.

A column `x_tier` of customers is the dimension `x_customers_tier`; a number `x_seats` is one too, and the metrics
`sum_x_customers_seats` and `mean_x_customers_seats`. A table `stock` is a subject, with its rows as `rows_x_stock`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from datasource.metrics.bare import LABELS, UNDATED, bare_subject
from datasource.metrics.dimension import DIMENSIONS, NOBODY, UNKNOWN, Dim, subjects_of
from datasource.metrics.metric import Aggregate, How, Metric
from datasource.metrics.spoken import BUILT_IN, Vocabulary, speaking
from datasource.metrics.subjects.every import SUBJECTS
from datasource.metrics.subjects.subject import Subject
from datasource.result import Kind, Unit
from datasource.tables.custom import (
    DATED,
    MEASURED,
    OWN,
    Custom,
    CustomColumn,
    CustomFields,
    CustomTable,
    Type,
    own_key,
)
from datasource.texts import N_, Filled, _

_MOST_LISTED = 8
_ENTERED = "created_date"
_UNITS = {Type.MONEY: Unit.MONEY, Type.WHOLE: Unit.COUNT, Type.NUMBER: Unit.NUMBER}
_OF_TIME = {"days": Unit.DAYS, "hours": Unit.HOURS}
_MEASURES = (
    (How.SUM, N_("{label}, sum"), N_("Sum of “{label}” over “{table}”: a field of the company's own.")),
    (
        How.MEAN,
        N_("{label}, mean"),
        N_("Mean of “{label}” over “{table}” that have one: a field of the company's own."),
    ),
)
_ROW_COUNT = N_("{label}, rows")
_ROWS = N_("Rows of “{table}”.")
_FIELD = N_("“{label}” of “{table}”: a field of the company's own.")


@lru_cache(maxsize=32)
def vocabulary_of(custom: Custom) -> Vocabulary:
    """The words of a version that has `custom`; the same object for the same `custom`."""
    if not custom.fields and not custom.tables:
        return BUILT_IN
    subjects = dict(_subjects(custom))
    with speaking(Vocabulary(custom, {"subjects": subjects})):
        told = [dim for table in _tables(custom) for dim in _dims(table, custom)]
        dims = {dim.name: dim for dim in told if subjects_of(dim)}
        metrics = {item.name: item for table in _tables(custom) for item in _metrics(table, custom)}
    kinds: dict[str, Mapping[str, Any]] = {"subjects": subjects, "dimensions": dims, "metrics": metrics}
    return Vocabulary(custom, MappingProxyType(kinds))


def custom_id(table: str, column: str) -> str:
    """What column `column` (`x_tier`) of `table` is called as a dimension: `x_customers_tier`."""
    return f"{OWN}{table}_{column.removeprefix(OWN)}"


def _tables(custom: Custom) -> Iterator[str]:
    """The tables with anything of the company's own: canonical ones first, then its own."""
    yield from dict.fromkeys(fields.table for fields in custom.fields)
    yield from (table.name for table in custom.tables)


def _subjects(custom: Custom) -> Iterator[tuple[str, Subject]]:
    for fields in custom.fields:
        built_in = SUBJECTS.built_in.get(fields.table)
        if built_in is None and _stands_alone(fields):
            built_in = bare_subject(fields.table)
        if built_in is not None:
            yield fields.table, _with_columns(built_in, fields.columns)
    for table in custom.tables:
        yield table.name, _of_own_table(table)


def _stands_alone(fields: CustomFields) -> bool:
    """Whether a table that no built-in metric counts must be counted for these fields to be of any use."""
    is_reached = any(fields.table in subject.links for subject in SUBJECTS.built_in.values())
    return not is_reached or any(column.type in MEASURED | DATED for column in fields.columns)


def _with_columns(subject: Subject, added: tuple[CustomColumn, ...]) -> Subject:
    """`subject` with the dates and numbers that are its own; texts are those of the table that it links itself to."""
    return replace(
        subject,
        links={**subject.links, **({} if subject.table in subject.links else {subject.table: subject.key})},
        dates={**subject.dates, **_named(subject.table, added, DATED)},
        numbers={**subject.numbers, **_named(subject.table, added, MEASURED)},
    )


def _of_own_table(table: CustomTable) -> Subject:
    dates = _named(table.name, table.columns, DATED)
    main = custom_id(table.name, table.date) if table.date else f"{OWN}{table.name}{UNDATED}"
    own = [custom_id(table.name, column.name) for column in table.columns]
    owned = {"users": table.owner} if table.owner else {}
    named = [
        dim.name
        for dim in DIMENSIONS.built_in.values()
        if dim.column == "label" and dim.home in (*owned, *table.relations)
    ]
    return Subject(
        table.name,
        table.label,
        own_key(table.name),
        dates={main: table.date, **dates},
        links={table.name: own_key(table.name), **{other: own_key(other) for other in table.relations}, **owned},
        numbers=_named(table.name, table.columns, MEASURED),
        records=("source_key", *named, *own)[:_MOST_LISTED],
        closed=not table.owner and not table.is_open,
        is_open=table.is_open,
    )


def _named(table: str, added: tuple[CustomColumn, ...], types: frozenset[Type]) -> dict[str, str]:
    return {custom_id(table, column.name): column.name for column in added if column.type in types}


def _dims(table: str, custom: Custom) -> Iterator[Dim]:
    """The dimensions of one table's columns; a number or date needs a subject of its own, a text only its table."""
    label = table_label(table)
    for column in custom.columns(table):
        name = custom_id(table, column.name)
        told = Filled(_FIELD, label=column.label, table=label)
        if column.type in DATED:
            yield Dim(name, column.label, told, table, name, Kind.DATE)
        elif column.type in MEASURED:
            yield Dim(name, column.label, told, table, kind=Kind.NUMBER, unit=_unit(column))
        else:
            blank = NOBODY if table == "users" else UNKNOWN
            yield Dim(name, column.label, told, table, column.name, blank=blank)


def _metrics(table: str, custom: Custom) -> Iterator[Metric]:
    subject = SUBJECTS.get(table)
    if subject is None:
        return
    date = _ENTERED if table == "opportunities" else next(iter(subject.dates))
    if table not in SUBJECTS.built_in:
        counted = Aggregate(table, How.COUNT)
        rows = Filled(_ROWS, table=subject.label)
        label = Filled(_ROW_COUNT, label=subject.label)
        yield Metric(f"rows_{OWN}{table}", label, rows, counted, Unit.COUNT, date, higher_is_better=None)
    for column in custom.columns(table):
        if column.type not in MEASURED:
            continue
        for how, named, told in _MEASURES:
            yield Metric(
                f"{how}_{custom_id(table, column.name)}",
                Filled(named, label=column.label),
                Filled(told, label=column.label, table=table_label(table)),
                Aggregate(table, how, column.name),
                Unit.NUMBER if how is How.MEAN and column.type is Type.WHOLE else _unit(column),
                date,
                higher_is_better=None,
            )


def _unit(column: CustomColumn) -> Unit:
    return _OF_TIME.get(column.unit.casefold(), _UNITS[column.type])


def table_label(table: str) -> str:
    """What a table is called in English (a msgid), or by the company where it is its own."""
    return SUBJECTS[table].label if table in SUBJECTS else LABELS.get(table, table)


def nobody_owns(subject: str) -> str:
    """Why only people who see all data may use a closed subject, in the reader's language."""
    told = _("Only people who see all data see “{table}”: its rows have no owner.")
    return told.format(table=_(table_label(subject)))
