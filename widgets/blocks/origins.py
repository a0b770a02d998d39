"""Where the columns behind a number come from: a line a source in a proof, a table in the metric dictionary."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.reports.lineage import Lineage, Told, Way
from datasource.result import Unit
from datasource.texts import N_, _
from widgets.controls.plain import plain
from widgets.format import moment, number

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "constant": N_("always {said}"),
        "first_of": N_("the first filled one of {said}"),
        "cases": N_("by case: {said}"),
        "join": N_("put together of {said}"),
        "when": N_("only where {said}"),
        "unless": N_("not where {said}"),
        "nulls": N_("empty where it says {said}"),
        "pattern": N_("the part that fits {said}"),
        "lookup": N_("looked up: {said}"),
        "values": N_("spelling mended: {said}"),
        "codes": N_("codes translated: {said}"),
        "otherwise": N_("other codes become {said}"),
        "prefix": N_("{said} put before it"),
        "formats": N_("dates written as {said}"),
        "decimal": N_("decimal mark {said}"),
        "scale": N_("multiplied by {said}"),
        "times": N_("multiplied by the column {said}"),
        "less": N_("less the share in the column {said}"),
        "inverse": N_("1 divided by it"),
        "currency": N_("brought to the company's currency by the code in {said}"),
        "by": N_("found by {said}"),
        "fuzzy": N_("names taken that are {said} % alike"),
    }
)
"""What becomes of a cell, by the key of the mapping that says it."""
_COLUMNS = (
    N_("Column"),
    N_("Source"),
    N_("Columns of the source"),
    N_("Mapping"),
    N_("What becomes of it"),
    N_("Rules that struck"),
)


def source_lines(told: Sequence[Told]) -> Iterator[str]:
    """One line a source: its name, and which of its columns stand behind the number."""
    by_source: dict[str, dict[str, None]] = {}
    for way in (way for one in told for way in one.ways if way.source):
        by_source.setdefault(_source(way), {}).update(dict.fromkeys(way.columns))
    for source, columns in by_source.items():
        yield f"{source}: {', '.join(columns)}" if columns else source


def show_sources(found: Lineage, told: Sequence[Told], language: str) -> None:
    """In a proof: the sources behind the number, and when they were loaded."""
    lines = [plain(line) for line in source_lines(told)]
    if lines:
        loaded = _("loaded {moment}").format(moment=moment(found.loaded_at, language))
        st.caption(_("Comes from {sources}").format(sources="; ".join(lines)) + f" · {loaded}")


def show_origins(found: Lineage, told: Sequence[Told], language: str) -> None:
    """In the dictionary: each stored column behind the number, with its sources, mapping line, steps and rules.

    Where no rule is told, there is no column of rules.
    """
    if not told:
        st.caption(_("Nothing is told of where its columns come from: no mapping filled them."))
        return
    loaded = moment(found.loaded_at, language)
    st.caption(_("Loaded by “{mapping}” on {moment}:").format(mapping=plain(found.system), moment=loaded))
    heads = [_(head) for head in (_COLUMNS if any(one.rules for one in told) else _COLUMNS[:-1])]
    rows = [_row(one, way, language)[: len(heads)] for one in told for way in one.ways]
    st.dataframe(pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row"), hide_index=True)


def words(step: tuple[str, str]) -> str:
    """A step in the reader's language; one without words by its key."""
    key, said = step
    return _(STEPS[key]).format(said=said) if key in STEPS else f"{key}: {said}"


def _row(one: Told, way: Way, language: str) -> tuple[str, ...]:
    place = f"{way.mapping}:{way.line}" if way.line else way.mapping
    rules = ", ".join(f"{rule} {number(count, Unit.COUNT, language)}" for rule, count in one.rules)
    source = _source(way) if way.source else _("other tables") if way.columns else _("the mapping itself")
    return one.name, source, ", ".join(way.columns), place, "; ".join(map(words, way.steps)), rules


def _source(way: Way) -> str:
    """The file without its folder, or the table of a database."""
    name = PurePath(way.origin).name if way.origin else way.source
    return f"{name} ({way.kind})" if way.kind else name
