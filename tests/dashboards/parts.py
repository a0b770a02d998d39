"""Parts of boards of any content, for property tests: calculations, options, looks, styles and tile bodies."""

from typing import Any, get_args

from hypothesis import strategies as st

from dashboards.model import BoardStyle, Divider, Embed, FilterTile, Image, Options, Section, Tab, TileStyle
from dashboards.options import Annotation, FieldLook, Highlight, NumberFormat, ReferenceBand, ReferenceLine
from dashboards.style import PALETTES
from datasource.calculation import (
    Aggregated,
    Buckets,
    Calculation,
    Case,
    Cases,
    Difference,
    Formula,
    Group,
    Groups,
    How,
    Ratio,
    ShowAs,
    Shown,
    Within,
)
from datasource.question import Filter, Op

numbers = st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12).map(float)
colors = st.sampled_from(["", "#00ff7f", "#ABCDEF"])
palettes = st.sampled_from(["", *PALETTES])


def short(texts: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """Texts that are neither empty nor longer than `most`."""
    return texts.filter(bool).map(lambda text: text[:most])


def several(part: st.SearchStrategy[Any], most: int = 2, least: int = 0) -> st.SearchStrategy[Any]:
    """A tuple of parts."""
    return st.lists(part, min_size=least, max_size=most).map(tuple)


def calculations(texts: st.SearchStrategy[str], filters: st.SearchStrategy[Filter]) -> st.SearchStrategy[Calculation]:
    """Calculations with every body."""
    labels = short(texts, 80)
    where = several(filters, 2, 1)
    edges = st.lists(numbers, min_size=1, max_size=4, unique=True).map(lambda found: tuple(sorted(found)))
    bodies: dict[str, st.SearchStrategy[Any]] = {
        "ratio": st.builds(Ratio, of=texts, to=texts),
        "sum": several(texts, 3, 2),
        "difference": st.builds(Difference, of=texts, less=texts),
        "within": st.builds(Within, metric=texts, where=where),
        "aggregated": st.builds(Aggregated, subject=texts, field=texts, how=st.sampled_from(get_args(How))),
        "formula": st.builds(Formula, subject=texts, text=short(texts, 2000), how=st.sampled_from(get_args(How))),
        "shown": st.builds(
            lambda metric, how, along, window: Shown.model_validate(
                {"metric": metric, "as": how, "along": along, "window": window}
            ),
            texts,
            st.sampled_from(get_args(ShowAs)),
            texts,
            st.integers(2, 60),
        ),
        "buckets": st.builds(Buckets, field=texts, edges=edges),
        "groups": st.builds(
            Groups,
            field=texts,
            groups=several(st.builds(Group, label=labels, members=several(texts, 3, 1)), 2, 1),
            others=texts.map(lambda text: text[:80]),
        ),
        "cases": st.builds(
            Cases,
            subject=texts,
            cases=several(st.builds(Case, label=labels, where=where), 2, 1),
            others=texts.map(lambda text: text[:80]),
        ),
    }
    return st.sampled_from(sorted(bodies)).flatmap(
        lambda body: st.builds(
            Calculation,
            id=st.from_regex(r"\A[a-z][a-z0-9_]{0,20}\Z"),
            label=labels,
            definition=texts,
            higher_is_better=st.none() | st.booleans(),
            saved=st.sampled_from(["", "3/avg_deal"]),
            **{body: bodies[body]},
        )
    )


def options(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Options]:
    """Options with everything that they can hold."""
    titles, labels = texts.map(lambda text: text[:200]), texts.map(lambda text: text[:80])
    stats = st.none() | st.sampled_from(["average", "median", "highest", "lowest"])
    lines = st.builds(ReferenceLine, value=st.none() | numbers, of=stats, label=labels, color=colors)
    bands = st.builds(ReferenceBand, low=st.none() | numbers, high=st.none() | numbers, label=labels, color=colors)
    notes = st.builds(Annotation, at=short(texts, 200), text=short(texts, 200))
    return st.builds(
        Options,
        labels=st.booleans(),
        legend=st.booleans(),
        x_title=titles,
        y_title=titles,
        log=st.booleans(),
        palette=palettes,
        nulls=st.sampled_from(["gap", "connect", "zero"]),
        lines=several(lines),
        bands=several(bands),
        notes=several(notes),
        card=st.sampled_from(["plain", "sparkline", "target", "previous", "gauge"]),
        target=st.none() | numbers | texts,
        subtotals=st.booleans(),
    )


def looks(texts: st.SearchStrategy[str]) -> st.SearchStrategy[FieldLook]:
    """How fields are called and written."""
    highlights = st.one_of(
        st.builds(
            Highlight, op=st.sampled_from([Op.GT, Op.LTE]), value=numbers, color=st.sampled_from(["good", "bad"])
        ),
        st.builds(Highlight, op=st.just(Op.BETWEEN), value=st.tuples(numbers, numbers), color=st.just("#123abc")),
    )
    formats = st.builds(
        NumberFormat,
        style=st.sampled_from(["auto", "full", "compact", "percent"]),
        decimals=st.none() | st.integers(0, 6),
        prefix=texts.map(lambda text: text[:8]),
        suffix=texts.map(lambda text: text[:8]),
    )
    return st.builds(
        FieldLook,
        field=texts,
        label=texts.map(lambda text: text[:80]),
        number=formats,
        highlights=several(highlights),
        bars=st.booleans(),
    )


def other_bodies(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """The bodies of tiles besides charts and texts."""
    image = st.builds(
        Image,
        file=st.sampled_from(["0" * 64 + ".png", "a1" * 32 + ".jpg"]),
        alt=texts.map(lambda text: text[:200]),
        fit=st.sampled_from(["contain", "cover"]),
    )
    styles = st.sampled_from(["period", "picker", "range", "search", "switch"])
    return st.one_of(
        image.map(lambda body: {"image": body}),
        st.just({"embed": Embed(url="https://example.org/a?b=c#d")}),
        st.builds(FilterTile, field=texts, style=styles).map(lambda body: {"filter": body}),
        st.builds(Section, open=st.booleans()).map(lambda body: {"section": body}),
        st.just({"divider": Divider()}),
    )


tile_styles = st.builds(
    TileStyle,
    background=colors,
    border=st.none() | st.booleans(),
    radius=st.none() | st.integers(0, 32),
    title=st.booleans(),
    title_size=st.sampled_from(["", "small", "medium", "large"]),
    palette=palettes,
)
board_styles = st.builds(
    BoardStyle,
    mode=st.none() | st.sampled_from(["light", "dark"]),
    background=colors,
    tile_background=colors,
    border=st.booleans(),
    radius=st.integers(0, 32),
    palette=palettes,
)


def tabs(texts: st.SearchStrategy[str], ids: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Sheets of a board."""
    return several(st.builds(Tab, id=ids, title=short(texts, 80)))
