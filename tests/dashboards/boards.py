"""Boards of any content, for property tests: names, numbers and texts that YAML likes to change."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from dashboards.kinds import KINDS
from dashboards.model import Chart, Controls, Dashboard, Grant, Right, Share, Shelves, Tile
from datasource.question import BARE_OPS, LIST_OPS, TEXT_OPS, Dimension, Filter, Grain, Op, Period, Sort, Top
from tests.dashboards import parts

HOSTILE = [
    "", " ", "no", "Yes", "on", "null", "~", "1", "1e5", "0x1f", "1:30", "010", ".nan", "=", "<<",
    "2017-01-01", "1_000",
    "a: b", "a #b", "# a", "- a", "--- a", "---\na", "...", "%YAML", "!!python/object:os.system", "&a", "*a",
    "{a}", "[a]",
    "'", '"', "\\", "\t", "\ta", "a\tb\nc", "a\n", "\na", "a\n\n", "a\n\n\nb", " a\nb", "a \nb", "a\n b\n", "a\r\nb",
    "\r",
    "\x00", "\x1b", "\x7f", "\x85", "a\x85b", "a\u2028b", "\u2029", "\ufeffa", "\ufffe", "\xa0", "a\xa0\nb", "\u3000a",
    "明镜", "Doanh thu tháng", "😀\n😀", "\U0010ffff", "=1+1", "</script>", "x" * 200, ("word " * 60).strip(),
    "?", "? a",
    ":", "a:", "|", ">", "|\n a", "@a", "`a`", ",", "a,b\nc", "true\nfalse",
]  # fmt: skip

texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
ids = st.from_regex(r"\A[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?\Z")
numbers = st.one_of(st.integers(-(2**63) + 1, 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False))
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
scalars = st.one_of(texts, numbers, st.booleans(), days)
dimensions = st.builds(
    Dimension,
    field=texts,
    grain=st.none() | st.sampled_from(Grain),
    bins=st.lists(st.floats(-1e6, 1e6), max_size=3, unique=True).map(lambda bins: tuple(sorted(bins))),
)


def _value(op: Op) -> st.SearchStrategy[Any]:
    if op in BARE_OPS:
        return st.none()
    if op in TEXT_OPS:
        return texts
    if op in LIST_OPS:
        return st.lists(scalars, max_size=4).map(tuple)
    return st.tuples(scalars, scalars) if op is Op.BETWEEN else scalars


filters = st.sampled_from(Op).flatmap(lambda op: st.builds(Filter, field=texts, op=st.just(op), value=_value(op)))
spans = st.tuples(days, days).map(lambda ends: {"from": min(ends), "to": max(ends)})
periods = st.one_of(
    st.builds(Period, preset=texts),
    st.builds(lambda span, field: Period.model_validate({**span, "field": field}), spans, st.none() | texts),
)
names = st.lists(texts, max_size=3).map(tuple)
rights = st.lists(st.sampled_from(Right), min_size=1, unique=True).map(tuple)
grants = st.lists(
    st.builds(
        Grant,
        to=texts.filter(bool).map(lambda text: text[:200]),
        may=rights,
        until=st.none() | days,
        since=st.none() | days,
    ),
    max_size=2,
).map(tuple)
comparisons = st.none() | st.sampled_from(["previous", "last_year"])
shelves = st.builds(
    Shelves,
    columns=st.lists(dimensions, max_size=2).map(tuple),
    rows=st.lists(dimensions, max_size=2).map(tuple),
    values=names,
    second=names,
    color=st.none() | dimensions,
    size=st.none() | texts,
    detail=st.lists(dimensions, max_size=2).map(tuple),
    hints=names,
    facet=st.none() | dimensions,
    filters=st.lists(filters, max_size=3).map(tuple),
)
charts = st.builds(
    Chart,
    kind=st.sampled_from(sorted(KINDS)) | texts,
    shelves=shelves,
    period=st.none() | periods,
    compare=comparisons,
    top=st.none() | st.builds(Top, field=texts, n=st.integers(1, 1000), by=texts, others=st.booleans()),
    sort=st.lists(st.builds(Sort, by=texts, desc=st.booleans()), max_size=2).map(tuple),
    limit=st.none() | st.integers(1, 10_000),
    totals=st.booleans(),
    options=parts.options(texts),
    calculations=parts.several(parts.calculations(texts, filters)),
    having=st.lists(filters, max_size=2).map(tuple),
    looks=parts.several(parts.looks(texts)),
)
bodies = st.one_of(
    charts.map(lambda chart: {"chart": chart}), texts.map(lambda text: {"text": text}), parts.other_bodies(texts)
)
tiles = st.builds(
    lambda body, place, name, title, looks: Tile(
        id=name, title=title, x=place[0], y=place[1], w=place[2], h=place[3], **body, **looks
    ),
    bodies,
    st.tuples(st.integers(0, 11), st.integers(0, 1000), st.integers(1, 12), st.integers(1, 100)),
    ids,
    texts.map(lambda text: text[:200]),
    st.fixed_dictionaries({"style": parts.tile_styles, "linked": st.booleans(), "tab": texts}),
)
controls = st.builds(
    Controls,
    show=names,
    period=periods,
    grain=st.none() | st.sampled_from(Grain),
    compare=comparisons,
    where=st.lists(filters, max_size=2).map(tuple),
)
boards = st.builds(
    Dashboard,
    id=ids,
    title=texts.filter(bool).map(lambda text: text[:200]),
    description=texts,
    icon=texts.map(lambda text: text[:64]),
    controls=controls,
    tabs=parts.tabs(texts, ids),
    tiles=st.lists(tiles, max_size=3).map(tuple),
    style=parts.board_styles,
    refresh=st.integers(0, 86_400),
    share=st.builds(Share, everyone=st.booleans(), people=grants, departments=grants, roles=grants),
)
