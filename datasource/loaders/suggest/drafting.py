"""The tables that were met → a first draft of a mapping, by name, synonym and what the cells hold."""

from collections.abc import Mapping, Sequence

import polars as pl

from datasource.loaders.mapping import kind_of, targets
from datasource.loaders.profile.judgement import Column
from datasource.loaders.suggest.draft import ColumnDraft, Draft, TableDraft
from datasource.loaders.suggest.made import makes
from datasource.loaders.suggest.meanings import meanings
from datasource.loaders.suggest.met import Met
from datasource.loaders.suggest.suggest import Suggested, suggest, suggest_as
from datasource.loaders.suggest.synonyms import KEY
from datasource.tables.schema import ColumnInfo

NAMES = ("name", "login", "email", "code", "number")
"""Columns by which a row of another table may be named."""
_ISO = ("iso", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f")
_MARKS = (
    ("CNY", "¥￥元"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("VND", "₫đ"),
    ("KRW", "₩"),
    ("INR", "₹"),
    ("USD", ("US$", "USD")),
)
"""Currency → the marks that tell it; `$` alone is that of many."""
_RARE = 0.02
"""Share of a column's texts below which it is not taken for a reference to the other table."""


def first_draft(met: Sequence[Met], begun: Draft) -> Draft:
    """`begun` with a suggestion for each table; tables that it knows already stay as they are."""
    suggested = suggest([one.table for one in met])
    known = {(one.file, one.sheet, one.database_table): one for one in begun.tables}
    tables = [
        known.get((one.file, one.sheet, one.database_table), drafted(one, said)).model_copy(update={"name": one.name})
        for one, said in zip(met, suggested, strict=True)
    ]
    words = {word for one in met for column in one.table.columns for word, _count in column.null_words}
    currency = begun.currency if begun.tables else _currency(met) or begun.currency
    draft = begun.with_(tables=tuple(tables), nulls=begun.nulls or tuple(sorted(words)), currency=currency)
    return with_references(_believable(draft, met), met)


def drafted(met: Met, said: Suggested) -> TableDraft:
    """What a suggestion says about one table."""
    columns = tuple(column_draft(met, said.table, one.column, one.source) for one in said.columns)
    table = TableDraft(
        name=met.name, file=met.file, sheet=met.sheet, database_table=met.database_table, table=said.table
    )
    return _with_outcome(table.model_copy(update={"columns": columns}), met)


def drafted_as(met: Met, canonical: str) -> TableDraft:
    """One table, where a person has said what it becomes; empty: it is left out."""
    said = suggest_as(met.table, canonical) if canonical else Suggested(met.table.origin, "", 0.0, ())
    return drafted(met, said)


def column_draft(met: Met, table: str, column: str, source: str) -> ColumnDraft:
    """Canonical `column` from `source`, with what the cells say about how to read it."""
    info, profile = targets(table).get(column), met.column(source)
    said = ColumnDraft(column=column, source=source)
    if info is None or profile is None:
        return said
    match kind_of(info):
        case "day" | "moment":
            return said.model_copy(update={"formats": formats_of(profile)})
        case "choice":
            codes = meanings(table, info, met.words.get(source, ()))
            return said.model_copy(update={"codes": tuple(codes.items())})
        case "money" | "real" | "whole":
            return said.model_copy(update={"decimal": profile.decimal or "."})
        case _:
            return said


def formats_of(column: Column) -> tuple[str, ...]:
    """The forms that a mapping must name to read the dates of `column`; none while a person must say the order."""
    forms = tuple(form for form, _count in column.formats)
    if column.ambiguous or set(forms) <= set(_ISO):
        return ()
    return ("iso", *(form for form in forms if form not in _ISO)) if set(forms) & set(_ISO) else forms


def with_references(draft: Draft, met: Sequence[Met]) -> Draft:
    """Each reference looked up by what its texts are: ids of the other table, or names of its rows."""
    by_name = {one.name: one for one in met}
    for table in draft.loaded:
        known = targets(table.table)
        columns = tuple(
            one.model_copy(update={"by": looked_up_by(draft, by_name, table, known[one.column], one.source)})
            if one.column in known and known[one.column].refers_to and table.name in by_name
            else one
            for one in table.columns
        )
        draft = draft.with_table(table.model_copy(update={"columns": columns}))
    return draft


def _currency(met: Sequence[Met]) -> str:
    """The currency whose mark stands in the examples of money, if there is one alone; empty where nothing tells."""
    money = [text for one in met for column in one.table.columns if column.kind == "money" for text in column.examples]
    found = {code for code, marks in _MARKS for text in money if any(mark in text for mark in marks)}
    return found.pop() if len(found) == 1 else ""


def _believable(draft: Draft, met: Sequence[Met]) -> Draft:
    """Without suggested references of which nothing is found in the other table."""
    by_name = {one.name: one for one in met}
    for table in draft.loaded:
        known = offered(draft, table)
        kept = [
            one
            for one in table.columns
            if one.column == KEY
            or (
                one.column in known
                and _is_found(shares(draft, by_name, table, known[one.column], one.source))
                and _is_enumeration(known[one.column], one, by_name[table.name])
            )
        ]
        draft = draft.with_table(table.model_copy(update={"columns": tuple(kept)}))
    return draft


def _is_enumeration(info: ColumnInfo, said: ColumnDraft, met: Met) -> bool:
    """Whether words of an enumeration are known, or are codes, which only a person can tell."""
    words = met.words.get(said.source, ())
    return kind_of(info) != "choice" or bool(said.codes) or (bool(words) and all(map(str.isdigit, words)))


def _is_found(found: Mapping[str, float]) -> bool:
    return not found or max(found.values()) >= _RARE


def looked_up_by(
    draft: Draft, met: Mapping[str, Met], table: TableDraft, column: ColumnInfo, source: str
) -> tuple[str, ...]:
    """The columns of the other table that hold the texts of `source`: none for its ids."""
    found = shares(draft, met, table, column, source)
    best = max(found, key=lambda name: found[name], default=KEY)
    return () if best == KEY or not found[best] else (best,)


def shares(
    draft: Draft, met: Mapping[str, Met], table: TableDraft, column: ColumnInfo, source: str
) -> dict[str, float]:
    """Column of the other table (`KEY`, its name …) → share of the different texts of `source` that stand in it.

    Empty where no table of the source becomes the other one.
    """
    texts = met[table.name].hashes.get(source) if table.name in met and column.refers_to else None
    if texts is None or not len(texts) or not column.refers_to:
        return {}
    aims = [one for one in draft.tables if one.table == column.refers_to and one.name in met]
    found: dict[str, float] = {}
    for name in (KEY, *NAMES) if aims else ():
        held = [met[one.name].hashes[one.source_of(name)] for one in aims if _has(met[one.name], one.source_of(name))]
        if held:
            found[name] = float(texts.is_in(pl.concat(held).implode()).mean() or 0.0)  # type: ignore[arg-type]
    return found


def offered(draft: Draft, table: TableDraft) -> dict[str, ColumnInfo]:
    """The canonical columns that can be filled: references only where the other table is there or can be made."""
    return {
        name: info
        for name, info in targets(table.table).items()
        if not info.refers_to or draft.holds(info.refers_to) or makes(table.table, info)
    }


def _has(met: Met, source: str) -> bool:
    return bool(source) and source in met.hashes


def _with_outcome(table: TableDraft, met: Met) -> TableDraft:
    """Where nothing tells how a deal ended, its stage does."""
    stage = table.source_of("stage_id")
    if table.table != "opportunities" or table.of("outcome") is not None or stage not in met.words:
        return table
    return table.with_column("outcome", column_draft(met, table.table, "outcome", stage))
