"""Records behind a number, and the values a filter may offer: through the same plan and scope as every answer."""

import re
from collections.abc import Sequence
from time import perf_counter

import polars as pl

from datasource.calculation import plain
from datasource.catalog.catalog import Catalog
from datasource.engines.facts import Facts
from datasource.errors import MingjingError, unknown
from datasource.metrics.defined import canonical_records
from datasource.metrics.dimension import UNKNOWN, Dim, can_reach, splits, subjects_of
from datasource.metrics.metric import Aggregate
from datasource.metrics.registry import dimension, is_dimension, leaves, metric
from datasource.metrics.spoken import spoken
from datasource.metrics.subjects.every import SUBJECTS
from datasource.metrics.subjects.subject import Subject
from datasource.metrics.team_segments import served_segments
from datasource.plan import Scan, period_span
from datasource.query.engine import check_open, engine_of, in_its_words, scope_of
from datasource.query.shape import in_major_units
from datasource.question import Records
from datasource.result import Column, Kind, MetricProof, Page, Proof, Unit
from datasource.scope import OPERATOR, Viewer
from datasource.tables.custom import OWN, columns_of, own_key
from datasource.texts import N_, _

_KINDS: dict[type[pl.DataType], Kind] = {
    pl.Date: Kind.DATE,
    pl.Datetime: Kind.DATETIME,
    pl.Boolean: Kind.FLAG,
    pl.Int64: Kind.NUMBER,
    pl.UInt32: Kind.NUMBER,
    pl.Float64: Kind.NUMBER,
}
_UNITS = {"amount": Unit.MONEY, "rate": Unit.RATE, "hours": Unit.HOURS}
_GAPS = r"[\s()./-]"
COLUMN_LABELS = {
    "name": N_("Name"),
    "number": N_("Number"),
    "contact_name": N_("Contact"),
    "post": N_("Job title"),
    "phone": N_("Phone"),
    "status": N_("Status"),
    "method": N_("Payment method"),
    "content": N_("Content"),
    "created_at": N_("Created"),
    "month_date": N_("Month"),
    "target_amount": N_("Target"),
    "cycle_days": N_("Deal cycle in days"),
    "stretch_amount": N_("Stretch"),
    "challenge_amount": N_("Challenge"),
    "year_amount": N_("Year as stated"),
    "year_gap_amount": N_("Months less the year as stated"),
    "outstanding_amount": N_("Outstanding amount"),
    "code": N_("Number"),
    "title": N_("Subject line"),
    "old_owner": N_("Owner before"),
    "new_owner": N_("Owner after"),
    "website": N_("Website"),
    "email": N_("E-mail"),
    "is_primary": N_("Main contact"),
    "company_size": N_("Company size"),
    "opened_at": N_("Opened"),
    "first_response_hours": N_("First response"),
    "resolution_hours": N_("Resolution time"),
    "is_escalated": N_("Escalated"),
    "reopen_count": N_("Times reopened"),
    "comment_count": N_("Comments"),
    "comment": N_("Comment"),
    "score": N_("Score"),
    "is_logged": N_("Log written"),
    "days": N_("Days"),
    "decision_hours": N_("Time to decision"),
    "received_amount": N_("Received amount"),
    "invoiced_amount": N_("Invoiced amount"),
    "received_not_invoiced_amount": N_("Received, not invoiced"),
    "invoiced_not_received_amount": N_("Invoiced, not received"),
    "record_name": N_("Record"),
    "record_amount": N_("Amount of the record"),
    "rate": N_("Rate"),
    "coefficient": N_("Coefficient"),
    "allocated_amount": N_("Allocated amount"),
    "contract_number": N_("Contract number"),
    "days_overdue": N_("Days overdue"),
    "quantity": N_("Quantity"),
    "unit_price_amount": N_("Unit price"),
    "cost_amount": N_("Cost"),
    "margin_amount": N_("Margin"),
    "end_date": N_("Last day"),
    "spend_amount": N_("Cost"),
    "impressions": N_("Impressions"),
    "clicks": N_("Clicks"),
    "source_key": N_("Number in the source"),
}


@in_its_words
def records(catalog: Catalog, ask: Records, viewer: Viewer = OPERATOR, only: pl.Series | None = None) -> Page:
    """One page of the records of `ask.subject` that `viewer` may see; with `only`, of those with these keys.

    Raises `MingjingError` for an unknown subject, column, dimension or metric.
    """
    started = perf_counter()
    ask = canonical_records(ask)
    subject = _subject(ask)
    engine, scope = engine_of(catalog), scope_of(catalog, viewer)
    check_open(scope, [subject.table])
    names = ask.columns or subject.records
    scan = _scan(catalog, ask, subject)
    source = SUBJECTS[engine.subject(scan)]
    wide = _wide_columns(engine.facts, source, (*names, *(sort.by for sort in ask.sort)))
    texts = [name for name in names if name not in wide]
    _check_texts(subject, texts)
    rows = engine.rows(scan, scope).select("key", **wide)
    if only is not None:
        rows = rows.filter(pl.col("key").cast(pl.Int64).is_in(only.implode()))
    if ask.search:
        rows = _searched(catalog, subject, rows, texts, ask.search)
    found = _sorted(rows, ask, subject, list(wide)).collect()
    found = found if subject.repeats else found.unique("key", maintain_order=True)
    first = (ask.page - 1) * ask.page_size
    page = _with_texts(catalog, subject, found.slice(first, ask.page_size), texts).select(names)
    made = tuple(_column(name, page) for name in names)
    hidden = engine.out_of_scope(source.table, scope)
    read = catalog.rows(source.table)
    used = MetricProof(ask.metric or subject.table, "", read, hidden, read - hidden - found.height, 0, found.height)
    seconds = round(perf_counter() - started, 6)
    proof = Proof(catalog.version, catalog.as_of, viewer.name, scope.label, seconds, (used,))
    return Page(ask, made, _in_major_units(page, made, catalog.minor_units), found.height, proof)


@in_its_words
def values(catalog: Catalog, field: str, viewer: Viewer = OPERATOR, search: str = "", limit: int = 500) -> list[str]:
    """The members of dimension `field` on rows that `viewer` may see, in their own order, at most `limit`."""
    dim = dimension(field)
    if dim.kind is not Kind.TEXT:
        raise MingjingError(_("'{field}' has no list of values: it is a {kind}.").format(field=field, kind=dim.kind))
    if dim.filters_only:
        known = [one.key for one in served_segments() if search.casefold() in one.label.casefold()]
        return known[:limit]
    engine, scope = engine_of(catalog), scope_of(catalog, viewer)
    found: set[str] = set()
    order: dict[str, None] = {}
    for subject in (name for name in subjects_of(dim) if scope.users is None or not SUBJECTS[name].closed):
        split = splits(SUBJECTS[subject], dim)
        name = engine.facts.dimension(subject, dim, split=split)
        seen = engine.visible(subject, scope, split=split).lazy().select(pl.col(name).unique()).collect()
        found |= set(seen[name].cast(pl.String).drop_nulls())
        order |= dict.fromkeys(engine.facts.kind(subject, name).categories)
    last = [blank for blank in (dim.blank, UNKNOWN) if blank in found]
    known = [*(member for member in order if member in found and member not in last), *dict.fromkeys(last)]
    return [member for member in known if search.casefold() in member.casefold()][:limit]


@in_its_words
def links(catalog: Catalog, ask: Records, tables: Sequence[str], viewer: Viewer = OPERATOR) -> pl.DataFrame:
    """One row per record that `records` would list on all its pages: `key`, and per table the key that it leads to."""
    ask = canonical_records(ask)
    subject, scope = _subject(ask), scope_of(catalog, viewer)
    check_open(scope, [subject.table])
    rows = engine_of(catalog).rows(_scan(catalog, ask, subject), scope)
    return rows.select("key", **{table: pl.col(f"@{table}") for table in tables}).collect()


def _subject(ask: Records) -> Subject:
    if ask.subject not in SUBJECTS:
        raise MingjingError(unknown(N_("subject"), ask.subject, SUBJECTS))
    subject = SUBJECTS[ask.subject]
    for condition in ask.where:
        if not can_reach(subject, dimension(condition.field)):
            raise MingjingError(
                _("'{subject}' cannot be filtered by '{field}': they have no such field.").format(
                    subject=ask.subject, field=plain(condition.field)
                )
            )
    return subject


def _scan(catalog: Catalog, ask: Records, subject: Subject) -> Scan:
    span = period_span(ask.period, catalog.as_of, catalog.manifest.fiscal_start_month)
    counted = tuple(leaves(ask.metric)[-1:]) if ask.metric else ()
    for leaf in counted:
        if not isinstance(leaf.measure, Aggregate) or leaf.measure.subject != subject.table:
            raise MingjingError(
                _("Metric '{metric}' does not count {table}.").format(metric=plain(ask.metric), table=subject.table)
            )
    own = counted[0].date if counted else next(iter(subject.dates))
    field = ask.period.field if ask.period is not None and ask.period.field else own
    if field not in subject.dates:
        raise MingjingError(unknown(_("date of {table}").format(table=subject.table), field, subject.dates))
    states = bool(counted) and metric(counted[0].name).as_of and not (ask.period is not None and ask.period.field)
    return Scan(subject.table, field, span, (), ask.where, counted, as_of=states)


def _wide_columns(facts: Facts, subject: Subject, names: tuple[str, ...]) -> dict[str, pl.Expr]:
    """The wanted columns that the wide fact holds: dates, amounts and dimensions (as text)."""
    found = {}
    for name in dict.fromkeys(names):
        dim = dimension(name) if is_dimension(name) else None
        if name in subject.numbers and name.startswith(OWN):
            found[name] = pl.col(subject.numbers[name])
            continue
        if name in subject.dates or name in subject.columns or name in subject.numbers.values():
            found[name] = pl.col(name)
        elif dim is not None and _is_listed(subject, dim):
            found[name] = pl.col(facts.dimension(subject.table, dim)).cast(pl.String)
    return found


def _is_listed(subject: Subject, dim: Dim) -> bool:
    """Whether each record of `subject` has one member of a text dimension, to be shown in a list."""
    return dim.kind is Kind.TEXT and can_reach(subject, dim) and not splits(subject, dim) and not dim.filters_only


def _check_texts(subject: Subject, texts: list[str]) -> None:
    if not texts:
        return
    known = {column.name for column in columns_of(subject.record_table, spoken().custom)}
    for name in texts:
        if name not in known:
            raise MingjingError(unknown(_("column of {table}").format(table=subject.table), name, known))


def _searched(catalog: Catalog, subject: Subject, rows: pl.LazyFrame, texts: list[str], search: str) -> pl.LazyFrame:
    met = rows
    if texts:
        key = pl.col(own_key(subject.record_table)).cast(catalog.key_type(subject.record_table))
        cells = catalog.scan(subject.record_table).select(key.alias("key"), *texts)
        met = rows.join(cells, on="key", how="left")
    readable = [name for name, kind in met.collect_schema().items() if kind == pl.String]
    hits = [_holds(name, search) for name in readable]
    return met.filter(pl.any_horizontal(hits)).drop(texts)


def _holds(name: str, search: str) -> pl.Expr:
    """Whether text column `name` holds `search`, capitals aside; in a phone number, spaces and dashes aside too."""
    holds = pl.col(name).str.to_lowercase().str.contains(search.lower(), literal=True)
    digits = re.sub(_GAPS, "", search)
    if name != "phone" or not digits:
        return holds
    return holds | pl.col(name).str.replace_all(_GAPS, "").str.contains(digits, literal=True)


def _sorted(rows: pl.LazyFrame, ask: Records, subject: Subject, wide: list[str]) -> pl.LazyFrame:
    for sort in ask.sort:
        if sort.by not in wide:
            raise MingjingError(unknown(N_("column to sort by"), sort.by, wide))
    main = [name for name in subject.dates if name in wide][:1]
    by = [*(sort.by for sort in ask.sort), *main, "key"]
    descending = [*(sort.desc for sort in ask.sort), *(True for _ in main), False]
    return rows.sort(by, descending=descending, nulls_last=True)


def _with_texts(catalog: Catalog, subject: Subject, page: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    if not texts:
        return page
    table = subject.record_table
    key = pl.col(own_key(table)).cast(catalog.key_type(table))
    cells = catalog.scan(table).filter(key.is_in(page["key"].implode())).select(key.alias("key"), *texts).collect()
    return page.join(cells, on="key", how="left", maintain_order="left")


def _column(name: str, page: pl.DataFrame) -> Column:
    kind = _KINDS.get(type(page.schema[name]), Kind.TEXT)
    dim = dimension(name) if is_dimension(name) else None
    label = dim.label if dim is not None else COLUMN_LABELS.get(name, name)
    unit = next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), None)
    if (dim is not None and name.startswith(OWN)) or (unit is None and dim is not None and dim.unit is not Unit.MONEY):
        unit = dim.unit
    return Column(name, label, kind, unit)


def _in_major_units(page: pl.DataFrame, made: tuple[Column, ...], minor_units: int) -> pl.DataFrame:
    money = [column.name for column in made if column.unit is Unit.MONEY]
    return page.with_columns(in_major_units(name, minor_units) for name in money)
