"""What keeps a draft from being a mapping, and what a person should know before it is loaded."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

from datasource.loaders.mapping import kind_of, targets
from datasource.loaders.suggest.draft import NAME, Draft, TableDraft
from datasource.loaders.suggest.drafting import shares
from datasource.loaders.suggest.met import Met
from datasource.loaders.suggest.synonyms import KEY
from datasource.texts import _

_REPEATED = frozenset({"day", "moment", "choice", "flag"})
"""Kinds of columns that may be filled from a column that fills another one of the same kind."""

_SHOWN = 5


@dataclass(frozen=True)
class Fault:
    """A sentence about the draft, or about one table and column of it. `stops`: nothing can be loaded before."""

    text: str
    table: str = ""
    column: str = ""
    stops: bool = True


Told = Callable[[str], str]
"""A canonical name → what a reader calls it."""


def faults(draft: Draft, met: Sequence[Met], table_text: Told, column_text: Told) -> tuple[Fault, ...]:
    """Everything that is to be said about `draft`."""
    return tuple(_faults(draft, {one.name: one for one in met}, table_text, column_text))


def _faults(draft: Draft, met: Mapping[str, Met], table_text: Told, column_text: Told) -> Iterator[Fault]:
    yield from _company(draft)
    if draft.is_given:
        return
    if not draft.loaded:
        yield Fault(_("Say of at least one table what it is."))
    for table in draft.loaded:
        yield from _required(table, table_text, column_text)
        yield from _twice(table, column_text)
        if table.name in met:
            yield from _unanswered(table, met[table.name], column_text)
            yield from _not_found(draft, table, met, table_text, column_text)
    yield from _gaps(draft, table_text)


def _company(draft: Draft) -> Iterator[Fault]:
    if not draft.company.strip():
        yield Fault(_("Say what the company is called."))
    if not NAME.fullmatch(draft.name):
        yield Fault(_("The short name takes a-z, 0-9, _ and -, begins with a letter, and has at most 40 characters."))
    if draft.timezone not in available_timezones():
        yield Fault(_("Choose a time zone."))


def _required(table: TableDraft, table_text: Told, column_text: Told) -> Iterator[Fault]:
    for name, info in targets(table.table).items():
        if info.required and not table.source_of(name):
            text = _("{table} ({source}) needs a column for {column}.")
            named = {"table": table_text(table.table), "source": table.name, "column": column_text(name)}
            yield Fault(text.format(**named), table.name, name)
    if not table.columns:
        yield Fault(_("Nothing of {source} is used; leave it out or choose its columns.").format(source=table.name))


def _twice(table: TableDraft, column_text: Told) -> Iterator[Fault]:
    known = targets(table.table)
    kinds = [(one.source, kind_of(known[one.column])) for one in table.columns if one.column in known]
    for (source, kind), count in Counter(kinds).items():
        if count > 1 and kind not in _REPEATED:
            fills = [
                column_text(one.column)
                for one in table.columns
                if one.source == source and one.column in known and kind_of(known[one.column]) == kind
            ]
            text = _("Column '{source}' of {table} is chosen for {columns}; it can stand for one of them only.")
            yield Fault(text.format(source=source, table=table.name, columns=", ".join(fills)), table.name, source)


def _unanswered(table: TableDraft, met: Met, column_text: Told) -> Iterator[Fault]:
    known = targets(table.table)
    for one in table.columns:
        kind = kind_of(known[one.column]) if one.column in known else ""
        profile = met.column(one.source)
        if profile is None:
            text = _("{table} has no column '{source}' any more; choose another one for {column}.")
            named = {"table": table.name, "source": one.source, "column": column_text(one.column)}
            yield Fault(text.format(**named), table.name, one.column)
        elif kind in ("day", "moment") and profile.ambiguous and not one.formats:
            text = _("Say whether the day or the month stands first in '{source}' of {table}.")
            yield Fault(text.format(source=one.source, table=table.name), table.name, one.column)
        elif kind == "choice" and not any(value for _text, value in one.codes):
            text = _("Say what the words of '{source}' in {table} mean, or leave {column} out.")
            named = {"source": one.source, "table": table.name, "column": column_text(one.column)}
            yield Fault(text.format(**named), table.name, one.column)
        elif kind == "choice" and (
            left := [word for word in met.words.get(one.source, ()) if word not in dict(one.codes)]
        ):
            text = _("Rows with {words} in '{source}' of {table} will have no {column}.")
            named = {"source": one.source, "table": table.name, "column": column_text(one.column)}
            yield Fault(text.format(words=", ".join(left[:_SHOWN]), **named), table.name, one.column, stops=False)


def _not_found(
    draft: Draft, table: TableDraft, met: Mapping[str, Met], table_text: Told, column_text: Told
) -> Iterator[Fault]:
    known = targets(table.table)
    for one in table.columns:
        info = known.get(one.column)
        if info is None or not info.refers_to:
            continue
        found = shares(draft, met, table, info, one.source)
        if found and not any(found.values()):
            text = _("Nothing in '{source}' of {table} is found among {other}; {column} would be unknown everywhere.")
            named = {"source": one.source, "table": table.name, "other": table_text(info.refers_to)}
            yield Fault(text.format(column=column_text(one.column), **named), table.name, one.column, stops=False)


def _gaps(draft: Draft, table_text: Told) -> Iterator[Fault]:
    used = {
        targets(one.table)[each.column].refers_to for one in draft.loaded for each in one.columns if each.column != KEY
    }
    for wanted in ("customers", "users"):
        if draft.loaded and not draft.holds(wanted) and wanted not in used:
            text = _("There is no table of {table} and no column that names them: what is told by them stays empty.")
            yield Fault(text.format(table=table_text(wanted)), stops=False)
    for table in draft.loaded:
        if table.table == "opportunities" and table.of("outcome") is None:
            text = _("Nothing in {table} tells which deals are won; choose a column for the outcome.")
            yield Fault(text.format(table=table.name), table.name, "outcome", stops=False)
