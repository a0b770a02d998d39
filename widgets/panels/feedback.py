"""What customers write: feelings by product and owner, themes that are blamed, and the texts themselves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.reports.feedback import BY, SOURCES, Feelings, feelings
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.intervals import show_intervals
from widgets.blocks.members import shown_members
from widgets.blocks.method_card import show_method_card
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import number, percent
from widgets.panels.feedback_texts import ANY, THEME, THEMES, show_texts
from widgets.state.session import Slot

KEY = Slot.FEEDBACK.value
PARAMS = ("of", "by", THEME, "feeling")
MOST_BARS, LEAST_CLEAR = 12, 5
FEELING_COLUMNS = (
    Column("texts", N_("Texts"), Kind.NUMBER, Unit.COUNT),
    Column("share", N_("Negative of the clear ones"), Kind.NUMBER, Unit.RATE),
    Column("positive", N_("Positive"), Kind.NUMBER, Unit.COUNT),
    Column("negative", N_("Negative"), Kind.NUMBER, Unit.COUNT),
    Column("unclear", N_("Unclear"), Kind.NUMBER, Unit.COUNT),
)
GROUP_COLUMNS = (
    *FEELING_COLUMNS,
    Column("low", N_("95 %, from"), Kind.NUMBER, Unit.RATE),
    Column("high", N_("95 %, to"), Kind.NUMBER, Unit.RATE),
)
THEME_COLUMNS = (
    Column("theme", N_("Theme"), Kind.TEXT),
    *FEELING_COLUMNS,
    Column("difference", N_("More than the other texts"), Kind.NUMBER, Unit.RATE),
    Column("low", N_("95 %, from"), Kind.NUMBER, Unit.RATE),
    Column("high", N_("95 %, to"), Kind.NUMBER, Unit.RATE),
    Column("adjusted", N_("p, adjusted"), Kind.NUMBER, Unit.RATE),
)
SCORES = {
    "nps": N_("Net promoter score **{value}** (95 %: {low} to {high}, {count} answers)."),
    "csat": N_("Satisfied or very satisfied: **{value}** (95 %: {low} to {high}, {count} answers)."),
}


def show_feedback(reading: Reading) -> None:
    """The texts of one source under the page's filters; a sentence says why where there is nothing to read."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sources = {name: _(source.label) for name, source in SOURCES.items()}
        source = choose(_("Texts of"), Slot.FEEDBACK_OF.value, "of", sources)
        by = choose(_("Grouped by"), Slot.FEEDBACK_BY.value, "by", {name: _(label) for name, label in BY.items()})
    try:
        found = awaited(reading, KEY, feelings, source, by, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    _told(found, by, reading)
    left, right = st.columns((1, 1), gap="medium")
    with left:
        _bars(found, by, reading)
    with right:
        _groups(found, by, reading)
    _themes(found, reading)
    show_texts(source, reading)
    show_method_card(found.card, reading.look.language)


def _told(found: Feelings, by: str, reading: Reading) -> None:
    language, counts = reading.look.language, found.counts
    words = {name: number(counts[name], Unit.COUNT, language) for name in ("records", "texts", "unclear")}
    shares = {name: percent(counts[name] / counts["texts"], language, 0) for name in ("positive", "negative")}
    told = [
        _("{texts} of {records} records have a text: **{positive} positive, {negative} negative**, {unclear} unclear.")
        .format(**words, **shares)
    ]  # fmt: skip
    if found.score is not None:
        told.append(_score(found, reading))
    sheet = replace(found.base, columns=(_group(by), *GROUP_COLUMNS), rows=found.groups, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(" ".join(told), width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(KEY, _("Feedback"), reading, lambda: answer_sheet(_("Feedback"), sheet, reading))


def _score(found: Feelings, reading: Reading) -> str:
    score, language = found.score, reading.look.language
    assert score is not None
    hundred = 100 if score.kind == "nps" else 1
    unit = Unit.NUMBER if score.kind == "nps" else Unit.RATE
    value, low, high = (
        number(one * hundred, unit, language, decimals=0 if score.kind == "nps" else 1)
        for one in (score.value, score.low, score.high)
    )
    count = number(score.count, Unit.COUNT, language)
    return _(SCORES[score.kind]).format(value=value, low=low, high=high, count=count)


def _group(by: str) -> Column:
    return Column("group", {"product": N_("Product"), "owner": N_("Owner")}[by], Kind.TEXT)


def _bars(found: Feelings, by: str, reading: Reading) -> None:
    st.markdown(f"**{_('Negative of the clear ones')}**")
    clear = pl.col("positive") + pl.col("negative")
    shown = found.groups.filter(clear >= LEAST_CLEAR).head(MOST_BARS).sort("share", descending=True)
    if shown.is_empty():
        st.info(_("No group has {count} clear texts.").format(count=LEAST_CLEAR))
        return
    named = shown.rename({"group": by}).with_columns(shown_members(by))
    rows = named.select(pl.col(by).alias("name"), pl.col("share").alias("value"), "low", "high", pl.lit("").alias("of"))
    measure = Column("value", _("Negative of the clear ones"), Kind.NUMBER, Unit.RATE)
    show_intervals(f"{KEY}_bars", _(BY[by]), measure, rows, reading, lambda name: _open(found, by, name))


def _groups(found: Feelings, by: str, reading: Reading) -> None:
    key, groups = f"{KEY}_groups_{found.source}_{by}", found.groups
    st.markdown(f"**{_(BY[by])}**")

    def opened() -> None:
        picked = clicked(key)
        if picked is not None and picked.row < groups.height:
            _open(found, by, groups["group"][picked.row])

    show_table((_group(by), *GROUP_COLUMNS), groups, reading.look, key, opened)


def _open(found: Feelings, by: str, member: str) -> None:
    drill.ask_behind(found.base.query, (member_filter(by, member),))


def _themes(found: Feelings, reading: Reading) -> None:
    st.markdown(f"**{_('Themes')}**")
    if found.themes is None:
        st.info(found.no_themes)
        return
    names = found.themes["theme"].to_list()
    rows = found.themes.with_columns(pl.col("theme").replace({name: _(THEMES[name]) for name in names}))
    blamed = rows.filter(pl.col("found").fill_null(value=False) & (pl.col("difference") > 0))
    if not blamed.is_empty():
        more = ", ".join(f"**{plain(name)}**" for name in blamed["theme"])
        st.markdown(_("Blamed more often than the rest, beyond chance: {themes}.").format(themes=more))
    else:
        st.markdown(_("No theme is blamed more often than the rest beyond chance."))
    key = f"{KEY}_themes_{found.source}"

    def chosen() -> None:
        picked = clicked(key)
        link.put_own(THEME, names[picked.row] if picked is not None and picked.row < len(names) else ANY)

    show_table(THEME_COLUMNS, rows, reading.look, key, chosen)
    st.caption(_("Click a theme to read its texts below."))


FEEDBACK_PANELS: Mapping[str, tuple[Callable[[Reading], None], tuple[str, ...]]] = MappingProxyType(
    {"feedback": (show_feedback, PARAMS)}
)
"""Each panel with the parameters of the address that are its own."""
