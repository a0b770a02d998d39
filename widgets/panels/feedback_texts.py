"""The texts themselves, newest first: as written, with what made their feeling marked by colour and sign."""

import re

import streamlit as st

from datasource.analytics.sentiment.marked import marked
from datasource.reports.feedback import FEELINGS, texts
from datasource.result import Unit
from datasource.texts import N_, _, plural
from widgets.blocks.customer_link import CUSTOMER_360, PARAM
from widgets.blocks.members import member_text
from widgets.blocks.reading import Reading
from widgets.controls.faces import choose, choose_listed
from widgets.controls.plain import plain
from widgets.format import day, number
from widgets.state.session import Slot, widget_value

KEY = f"{Slot.FEEDBACK.value}_texts"
THEME, ANY = "theme", "any"
PAGE_SIZE = 10
THEMES = {
    "delivery": N_("Delivery"),
    "price": N_("Prices"),
    "quality": N_("Quality of goods"),
    "service": N_("Service staff"),
    "after_sales": N_("After-sales"),
    "response": N_("Answering"),
    "software": N_("Software"),
    "training": N_("Training"),
    "billing": N_("Billing and contracts"),
}
SIGNS = {"+": "green", "-": "red"}
_LIST = re.compile(r"^(\d*)([-+.)])")
"""What a line begins with that Markdown makes a list of."""


def show_texts(source: str, reading: Reading) -> None:
    """The texts of one theme and feeling, each chosen here or by a click on a theme."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        themes = {ANY: _("Every theme"), **{name: _(label) for name, label in THEMES.items()}}
        theme = choose_listed(_("Theme"), Slot.FEEDBACK_THEME.value, THEME, themes)
        kinds = {ANY: _("Every feeling"), **{name: member_text("feeling", name) for name in FEELINGS}}
        feeling = choose(_("Feeling"), Slot.FEEDBACK_FEELING.value, "feeling", kinds)
    wanted = ("" if one == ANY else one for one in (theme, feeling))
    found = reading.report(texts, source, *wanted, reading.view.period, reading.view.where)
    if found.is_empty():
        st.info(_("No text fits; choose another theme or feeling."))
        return
    pages = -(-found.height // PAGE_SIZE)
    key = f"{KEY}_{source}_{theme}_{feeling}"
    at = min(widget_value(key) or 1, pages)
    st.caption(plural("{count} text, the newest first.", "{count} texts, the newest first.", found.height))
    for row in found.slice((at - 1) * PAGE_SIZE, PAGE_SIZE).iter_rows(named=True):
        _one(row, reading)
    if pages > 1:
        st.pagination(pages, key=key)


def _one(row: dict[str, object], reading: Reading) -> None:
    with st.container(border=True, gap="xxsmall"):
        st.markdown(highlighted(str(row["comment"]), list(row["words"] or ())))  # type: ignore[call-overload]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(" · ".join(_facts(row, reading)), width="stretch")
            if row["customer"] is not None:
                st.page_link(
                    CUSTOMER_360, label=plain(str(row["customer"])), query_params={PARAM: str(row["customer_id"])},
                    width="content",
                )  # fmt: skip


def _facts(row: dict[str, object], reading: Reading) -> list[str]:
    language = reading.look.language
    told = [member_text("feeling", str(row["p_feeling"])), plain(str(row["owner"]))]
    if row["day"] is not None:
        told.insert(0, day(row["day"], language))  # type: ignore[arg-type]
    if row["score"] is not None:
        score = number(row["score"], Unit.NUMBER, language)  # type: ignore[arg-type]
        told.append(_("score {score}").format(score=score))
    return [*told, *(_(THEMES[theme]) for theme in row["themes"] or () if theme in THEMES)]  # type: ignore[attr-defined]


def highlighted(comment: str, words: list[str]) -> str:
    """The comment as Markdown that shows it as written, on one line, the words that feel marked by colour and sign."""
    parts = marked(" ".join(comment.split()), words)
    told = "".join(
        f":{SIGNS[sign]}-background[{'＋' if sign == '+' else '－'}{plain(part)}]" if sign else plain(part)
        for part, sign in parts
    )
    return _LIST.sub(r"\1\\\2", told)
