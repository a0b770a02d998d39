"""What only a person can say about a column: whether day or month stands first, and what words mean."""

from collections.abc import Callable
from typing import Protocol

import streamlit as st

from datasource.loaders.profile.dates import other_order
from datasource.loaders.profile.judgement import Column
from datasource.loaders.suggest.draft import ColumnDraft
from datasource.tables.schema import ColumnInfo
from datasource.texts import N_, _
from widgets import format as form
from widgets.blocks.members import CODED
from widgets.wizard.asking import across, pick
from widgets.wizard.wording import column_text

_ACROSS = 3
_OTHER = {
    "part_paid": N_("Partly paid"),
    "paid": N_("Paid"),
    "follow_up": N_("Follow-up"),
    "check_in": N_("Check-in"),
    "task": N_("Task"),
    "system": N_("System note"),
    "opened": N_("Opened"),
    "first_response": N_("First response"),
    "replied": N_("Replied"),
    "escalated": N_("Escalated"),
    "resolved": N_("Resolved"),
    "reopened": N_("Reopened"),
    "closed": N_("Closed"),
}


class Take(Protocol):
    """Keeps what was said about a column."""

    def __call__(self, **parts: object) -> None: ...


def show_order(name: str, said: ColumnDraft, column: Column, take: Take) -> None:
    """The question whether 03/04 is in March or in April."""
    forms = tuple(form for form, _count in column.formats)
    orders = {"day": _ordered(forms, "%d"), "month": _ordered(forms, "%m")}
    held = next((order for order, one in orders.items() if said.formats == one), "")
    labels = {"": _("Not said yet"), "day": _("The day first"), "month": _("The month first")}
    pick(
        name,
        _("'{source}': which stands first in {example}?").format(source=said.source, example=column.examples[0]),
        list(labels),
        held,
        lambda order: take(formats=orders.get(order, ())),
        told=labels.__getitem__,
    )


def show_words(name: str, said: ColumnDraft, info: ColumnInfo, words: tuple[str, ...], take: Take) -> None:
    """For each word of the column the value that it stands for."""
    held = dict(said.codes)
    title = _("What the words of '{source}' mean for {column}")
    with st.expander(title.format(source=form.as_typed(said.source), column=column_text(info.name)), expanded=True):
        if not words:
            st.caption(_("It holds too many different words to be an enumeration."))
        for number, (place, word) in enumerate(across(words, _ACROSS)):
            with place:
                pick(
                    f"{name}_{number}",
                    form.as_typed(word),
                    ["", *info.choices],
                    held.get(word, ""),
                    _meaning(take, held, word),
                    told=lambda value: value_text(info, value) if value else _("— left empty"),
                )


def value_text(info: ColumnInfo, value: str) -> str:
    """A value of an enumeration in the reader's words."""
    known = next((words[value] for words in CODED.values() if value in words), _OTHER.get(value, ""))
    own = CODED["outcome"].get(value) if "won" in info.choices else None
    return _(own or known) if own or known else value


def _meaning(take: Take, held: dict[str, str], word: str) -> Callable[[str], None]:
    def meant(value: str) -> None:
        codes = {**held, word: value}
        take(codes=tuple((text, told) for text, told in codes.items() if told))

    return meant


def _ordered(forms: tuple[str, ...], first: str) -> tuple[str, ...]:
    """The forms with day or month first, where they may change places."""
    turned = (other_order(one) if one.startswith(("%d", "%m")) and not one.startswith(first) else one for one in forms)
    return tuple(dict.fromkeys(turned))
