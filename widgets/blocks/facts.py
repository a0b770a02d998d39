"""What was asked for, in words: period, filters, who looks, data as of; under a proof and on an export's first page."""

from datasource.metrics.registry import DIMENSIONS, metric
from datasource.people.account import SCOPE_LABELS, ScopeKind
from datasource.periods import Span, preset_span
from datasource.question import Filter, Op, Period, Query
from datasource.result import Kind, Proof
from datasource.texts import _
from widgets.blocks.filter_text import SHOWN, filter_text
from widgets.blocks.reading import Reading
from widgets.format import day

Fact = tuple[str, str]
NAMING = frozenset({Op.EQ, Op.IN, Op.NE, Op.NOT_IN})
MOST_MEMBERS = 500  # of one filter; a file has room for them


def period_text(period: Period | None, reading: Reading) -> str:
    """The days of a period, both ends; empty without one."""
    if period is None:
        return ""
    span = _span(period, reading)
    language = reading.look.language
    first, last = day(span.start, language), day(span.end, language)
    return first if span.start == span.end else f"{first} – {last}"


def facts_of(query: Query, proof: Proof, reading: Reading) -> tuple[Fact, ...]:
    """The company, the period, every filter, the ranking, the reader, the date and the version of the data."""
    facts = [(_("Company"), reading.shared.catalog.company), (_("Period"), period_text(query.period, reading))]
    facts += filter_facts(query.where, reading)
    if query.top is not None:
        told = _("The first {count} by {metric}").format(count=query.top.n, metric=_(metric(query.top.by).label))
        facts.append((_("Rows"), told))
    facts += source_facts(proof, reading)
    return tuple((label, text) for label, text in facts if text)


def filter_facts(where: tuple[Filter, ...], reading: Reading) -> list[Fact]:
    """One line a filter; one that says so when there is none."""
    return [(_("Filter"), filter_told(ask, reading, MOST_MEMBERS)) for ask in where] or [(_("Filter"), _("None"))]


def filter_told(ask: Filter, reading: Reading, shown: int = SHOWN) -> str:
    """One filter in words, as `filter_text`; members that the reader may not see are counted, not named.

    The names of departments are nobody's secret: a filter takes in those below one, of which no row need be.
    """
    dim = DIMENSIONS.get(ask.field)
    named = dim is not None and dim.kind is Kind.TEXT and not dim.filters_only and ask.field != "department"
    if not named or ask.op not in NAMING:
        return filter_text(ask, reading.look.language, shown)
    asked = tuple(map(str, ask.value if isinstance(ask.value, tuple) else (ask.value,)))
    seen = reading.shared.seen_members(ask.field, asked, reading.viewer)
    return filter_text(ask.model_copy(update={"value": seen}), reading.look.language, shown, len(asked) - len(seen))


def source_facts(proof: Proof, reading: Reading) -> list[Fact]:
    """Who looks at which records, and at which data."""
    return [
        (_("Seen by"), f"{proof.viewer} ({_(SCOPE_LABELS[ScopeKind(proof.scope)])})"),
        (_("Data as of"), day(proof.as_of, reading.look.language)),
        (_("Version"), proof.data_version),
    ]


def _span(period: Period, reading: Reading) -> Span:
    if period.start is not None and period.end is not None:
        return Span(period.start, period.end)
    return preset_span(period.preset or "", reading.shared.today, reading.shared.fiscal_start)
