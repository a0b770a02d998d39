"""A profile as lines for a person."""

from collections.abc import Iterator
from itertools import islice

from datasource.loaders.profile.judgement import Column
from datasource.loaders.profile.profile import Table

_EXAMPLES, _WIDTH = 3, 28
_NAMES = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}


def lines_of(one: Table) -> Iterator[str]:
    """The account of the rows, then a line for each column."""
    yield f"{one.origin}: {', '.join(_form(one))}"
    yield f"  {one.read:,} read = {one.kept:,} kept + {one.rejected:,} rejected"
    for struck in one.rules:
        yield f"      {struck.rule}: {struck.count:,}"
        yield from (f"        row {row}: {text!r} → {became}" for row, text, became in islice(struck.hits, _EXAMPLES))
    widest = min(max((len(column.name) for column in one.columns), default=0), _WIDTH)
    for column in one.columns:
        yield f"  {column.name[:_WIDTH]:<{widest}}  {', '.join(_column(column))}"
    yield ""


def _form(table: Table) -> Iterator[str]:
    form = table.form
    yield form.kind
    if form.sheet:
        yield f"sheet {form.sheet!r}"
    if form.encoding != form.kind:
        yield form.encoding
    if form.separator:
        yield _NAMES.get(form.separator, repr(form.separator))
    if form.line_ends:
        yield form.line_ends
    if form.separator or form.sheet:
        yield f"names in row {form.header_row}" if form.header_row else "no names"


def _column(column: Column) -> Iterator[str]:
    yield f"{column.kind:<6} {column.filled:,} filled"
    yield f"{column.empty:,} empty"
    if column.null_words:
        yield "words for empty: " + " ".join(f"{word!r} {count:,}" for word, count in column.null_words)
    if column.kind == "empty":
        return
    yield f"{column.distinct:,} different" if column.distinct is not None else "very many different"
    if column.misfits:
        yield f"{column.misfits:,} of another kind"
    if column.formats:
        yield "written as " + " ".join(f"{form} {count:,}" for form, count in column.formats)
    if column.ambiguous:
        yield "day and month may change places"
    if column.decimal:
        yield "decimal comma"
    yield f"{column.least} … {column.most}"
    yield "such as " + "; ".join(column.examples[:_EXAMPLES])
