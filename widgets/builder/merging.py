"""Two versions of one board: what each side changed, in sentences, and one board made of both."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboards.anatomy import Way
from dashboards.diff import about, diff, told
from dashboards.merge import Collision, Side, merge
from dashboards.model import Dashboard
from dashboards.stored import Stored
from datasource.errors import MingjingError
from datasource.texts import _, plural
from widgets.builder.notice import attempt
from widgets.format import as_typed
from widgets.state.session import Slot, widget_value


def show_diff(before: Dashboard, after: Dashboard) -> None:
    """What differs, tile by tile."""
    found = diff(before, after)
    if not found:
        st.caption(_("Nothing differs."))
    lines = []
    for group in found:
        indent = "  " if group.heading else ""
        lines += [f"- **{as_typed(group.heading)}**"] if group.heading else []
        lines += [f"{indent}- {as_typed(sentence)}" for sentence in group.sentences]
    st.markdown("\n".join(lines))


def show_merge(
    base: Dashboard | None, mine: Dashboard, theirs: Stored, name: str, join: Callable[[Dashboard], str]
) -> None:
    """What both sides changed, a choice for each collision, the button that joins them; `name` tells screens apart."""
    begun = base or Dashboard(id=mine.id, title=mine.title)
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{_('What you changed')}**")
        show_diff(begun, mine)
    with right:
        author = theirs.author or _("someone else")
        st.markdown(f"**{as_typed(_('What {author} changed').format(author=author))}**")
        show_diff(begun, theirs.board)
    try:
        reported = merge(base, mine, theirs.board).collisions
    except MingjingError as error:
        st.error(str(error))
        return
    slots = {collision.way: f"{Slot.BOARDS_ACT.value}_side_{name}_{at}" for at, collision in enumerate(reported)}
    _choices(reported, slots, mine, theirs.board)

    def press() -> str:
        sides: dict[Way, Side] = {way: widget_value(slot) or "theirs" for way, slot in slots.items()}
        return join(merge(base, mine, theirs.board, sides).board)

    st.button(
        _("Join both versions"),
        key=f"{Slot.BOARDS_ACT.value}_join_{name}",
        type="primary",
        on_click=lambda: attempt(press),
    )


def _choices(reported: tuple[Collision, ...], slots: Mapping[Way, str], mine: Dashboard, theirs: Dashboard) -> None:
    if not reported:
        st.caption(_("Nothing collides: joined, the board holds what both of you changed."))
        return
    st.markdown(
        plural(
            "You both changed one thing; choose which holds:",
            "You both changed {count} things; choose which hold:",
            len(reported),
        )
    )
    for collision in reported:
        sides: dict[str, str] = {
            "theirs": _("Theirs: {value}").format(value=told(collision.way, collision.theirs)),
            "mine": _("Yours: {value}").format(value=told(collision.way, collision.mine)),
        }
        label = as_typed(about(collision.way, mine, theirs))
        worded = {side: as_typed(text) for side, text in sides.items()}
        st.radio(label, list(worded), format_func=worded.__getitem__, key=slots[collision.way])
