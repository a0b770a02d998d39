"""What to do about names in one's boards that no longer exist: told once for all boards, mended with one button."""

from collections.abc import Sequence

import streamlit as st

from dashboards.names import registry_names
from dashboards.repair import Lost, Name, lost_names
from dashboards.store import Stored
from datasource.texts import _, plural
from widgets.builder.bench import Bench
from widgets.builder.notice import attempt
from widgets.builder.permit import check_edit
from widgets.state.session import Slot

MOST = 20


def show_repairs(mine: Sequence[Stored], bench: Bench) -> None:
    """Each name that is gone, what may be meant, and the button that replaces it in all of the person's boards."""
    lost = lost_in(mine)
    if not lost:
        return
    with st.container(border=True):
        told = plural(
            "{count} name in your boards no longer exists.", "{count} names in your boards no longer exist.", len(lost)
        )
        st.markdown(f"⚠️ **{told}**")
        for number, (found, boards) in enumerate([*lost.values()][:MOST]):
            _row(number, found, boards, bench)


def lost_in(boards: Sequence[Stored]) -> dict[Name, tuple[Lost, list[Stored]]]:
    """The names that are gone, each with the boards that have it."""
    names = registry_names()
    found: dict[Name, tuple[Lost, list[Stored]]] = {}
    for stored in boards:
        for lost in lost_names(stored.board, names):
            found.setdefault(lost.key, (lost, []))[1].append(stored)
    return found


def _row(number: int, lost: Lost, boards: list[Stored], bench: Bench) -> None:
    name = lost.name.replace("`", "")[:80]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not lost.better:
            titles = ", ".join(stored.slug for stored in boards[:5])
            st.markdown(_("`{name}` no longer exists. It stands in: {boards}").format(name=name, boards=titles))
            return
        st.markdown(_("`{name}` no longer exists. Did you mean `{better}`?").format(name=name, better=lost.better))
        st.button(
            plural("Replace in {count} board", "Replace in {count} boards", len(boards)),
            key=f"{Slot.BOARDS_MEND.value}_{number}",
            on_click=lambda: attempt(lambda: _replace(bench.again(), lost, boards)),
        )


def _replace(bench: Bench, lost: Lost, boards: list[Stored]) -> str:
    note = _("{name} replaced by {better}").format(name=lost.name, better=lost.better)
    for stored in boards:
        check_edit(bench, stored.owner_id)
        bench.boards.replace_names(stored.owner_id, stored.slug, {lost.key: lost.better}, bench.account.login, note)
    return plural(
        "Replaced in {count} board; it has a new revision.",
        "Replaced in {count} boards; each has a new revision.",
        len(boards),
    )
