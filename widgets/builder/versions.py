"""A board's versions for those who may change it: the draft and its publishing, the history, the board as text."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.as_text import retyped
from dashboards.drafts import Editing, shared_like
from dashboards.dump import dump
from dashboards.history import Note
from dashboards.model import Dashboard
from dashboards.names import registry_names
from dashboards.share import Right, Share
from dashboards.store import ConcurrentPublish, NoBoard, Stored
from datasource.errors import InvalidInput, MingjingError
from datasource.texts import _, language
from widgets.builder.bench import Bench
from widgets.builder.merging import show_diff, show_merge
from widgets.builder.notice import attempt
from widgets.builder.permit import check_edit_now, check_export, permitted
from widgets.builder.preview import show_drawn
from widgets.builder.sharing import share_board
from widgets.format import as_typed, moment
from widgets.panels.clock import local
from widgets.state.session import Slot, widget_value

PAGE = 10
TEXT_HEIGHT = 420


def show_versions(stored: Stored, bench: Bench) -> None:
    """For who may edit the board: the badge, and what lies behind Publish, History and Text."""
    editing = draft_of_board(stored, bench)
    if editing is None:
        return
    show_badge(editing)
    if editing.differs and (panel := _panel(_("Publish"), _key(stored, "panel_publish"))):
        with panel:
            show_publish(stored, editing, bench)
    if panel := _panel(_("History"), _key(stored, "panel_history")):
        with panel:
            show_history(stored, bench)
    if Right.EXPORT not in permitted(bench, stored.owner_id, stored.slug):
        return
    if panel := _panel(_("Text"), _key(stored, "panel_text")):
        with panel:
            show_text(stored, editing, bench)


def _panel(label: str, key: str) -> DeltaGenerator | None:
    """A panel behind a button, or None while it is closed: what it holds is made when it is opened."""
    panel = st.popover(label, key=key, on_change="rerun")
    return panel if panel.open else None


def draft_of_board(stored: Stored, bench: Bench) -> Editing | None:
    """The person's draft of a published board; when it cannot be read, says so with the way out, and is None."""
    owner_id, slug, account_id = stored.owner_id, stored.slug, bench.account.account_id
    try:
        return bench.library.refreshed_draft(bench.boards.open_draft(owner_id, slug, account_id), owner_id)
    except NoBoard:
        return None
    except InvalidInput as error:
        st.error(str(error))
        _discard_button(stored, bench)
        return None


def show_badge(editing: Editing) -> None:
    """That readers do not see yet what the person is making; nothing when they do."""
    if editing.differs:
        st.badge(_("Draft differs from what is published"), icon=":material/edit:", color="orange")


def show_publish(stored: Stored, editing: Editing, bench: Bench) -> None:
    """What publishing changes, a note, the button; or, when someone published in between, both versions to join."""
    if editing.base_revision != stored.revision:
        _show_behind(stored, editing, bench)
        return
    show_diff(stored.board, editing.board.model_copy(update={"share": stored.board.share}))
    slot = _key(stored, "note")
    st.text_input(_("Note (what you changed and why)"), key=slot, max_chars=500)

    def act() -> str:
        return publish(bench.again(), stored.owner_id, stored.slug, widget_value(slot) or "")

    with st.container(horizontal=True):
        st.button(_("Publish the draft"), key=_key(stored, "publish"), type="primary", on_click=lambda: attempt(act))
        _discard_button(stored, bench)


def publish(bench: Bench, owner_id: int, slug: str, note: str) -> str:
    """Let readers see the person's draft; the sentence that says so, or why not and that nothing is lost."""
    check_edit_now(bench, owner_id, slug)
    account = bench.account
    try:
        done = bench.boards.publish(owner_id, slug, account.account_id, account.login, note)
    except ConcurrentPublish as refused:
        raise MingjingError(str(refused)) from None
    return _("“{title}” is published; readers see it now.").format(title=done.board.title)


def _show_behind(stored: Stored, editing: Editing, bench: Bench) -> None:
    author = stored.author or _("someone else")
    st.warning(
        _("{author} published this board since you began your draft. Join the two, then publish.").format(author=author)
    )

    def join(board: Dashboard) -> str:
        again = bench.again()
        check_edit_now(again, stored.owner_id, stored.slug)
        account_id = again.account.account_id
        again.boards.keep_draft(stored.owner_id, stored.slug, account_id, editing.onto(stored, board))
        return _("Your draft now holds both versions; look at it, then publish.")

    mine = editing.board.model_copy(update={"share": stored.board.share})
    base = editing.base.model_copy(update={"share": stored.board.share}) if editing.base else None
    show_merge(base, mine, stored, f"{stored.owner_id}_{stored.slug}_{editing.number}_{stored.revision}", join)
    _discard_button(stored, bench)


def _discard_button(stored: Stored, bench: Bench) -> None:
    def act() -> str:
        again = bench.again()
        again.boards.drop_draft(stored.owner_id, stored.slug, again.account.account_id)
        return _("Your draft is gone; the board is as it is published.")

    st.button(_("Discard the draft"), key=_key(stored, "discard"), on_click=lambda: attempt(act))


def show_history(stored: Stored, bench: Bench) -> None:
    """The revisions, the newest first: who, when, why, what changed; each can be shown and restored."""
    notes = bench.boards.revisions(stored.owner_id, stored.slug)
    if not notes:
        st.caption(_("Nobody has published this board in Mingjing yet."))
        return
    pages = (len(notes) + PAGE - 1) // PAGE
    page = 1
    if pages > 1:
        page = st.number_input(_("Page of {pages}").format(pages=pages), 1, pages, key=_key(stored, "page"))
    start = (int(page) - 1) * PAGE
    for at in range(start, min(start + PAGE, len(notes))):
        with st.container(border=True):
            _revision(stored, notes[at], notes[at + 1] if at + 1 < len(notes) else None, bench)


def _revision(stored: Stored, note: Note, before: Note | None, bench: Bench) -> None:
    st.markdown(f"**{as_typed(_head(note))}**")
    if note.text:
        st.markdown(as_typed(note.text))
    board = _board_of(stored, note, bench)
    if board is None:
        st.caption(_("This revision cannot be read any more."))
        return
    earlier = _board_of(stored, before, bench) if before else None
    if earlier is not None:
        show_diff(earlier, board)
    else:
        st.caption(_("The first revision that is kept."))
    with st.container(horizontal=True):
        shown = st.toggle(_("Show"), key=_key(stored, f"show_{note.number}"))
        if note.number != stored.revision:
            st.button(
                _("Restore"),
                key=_key(stored, f"restore_{note.number}"),
                on_click=lambda: attempt(lambda: _restore(bench.again(), stored, note.number)),
            )
    if shown:
        _show_tiles(board, note.number, bench)


def _head(note: Note) -> str:
    when = local(note.saved_at)
    author = note.author or _("an edit of the file by hand")
    told = f"{note.number} · {author}" + (f" · {moment(when, language())}" if when else "")
    restored = _("restored from {number}").format(number=note.restored) if note.restored else ""
    return f"{told} · {restored}" if restored else told


def _board_of(stored: Stored, note: Note, bench: Bench) -> Dashboard | None:
    try:
        return bench.boards.read_revision(stored.owner_id, stored.slug, note.number)
    except MingjingError:
        return None


def _show_tiles(board: Dashboard, number: int, bench: Bench) -> None:
    """The tiles of an old revision one below the other, drawn over what the person may see."""
    for at, tile in enumerate(board.tiles):
        if tile.chart is not None:
            show_drawn(f"revision-{number}-{at}", tile.title, tile.chart, board.controls, bench, exports=False)
        else:
            st.caption(as_typed(tile.title or tile.id))


def _restore(bench: Bench, stored: Stored, number: int) -> str:
    check_edit_now(bench, stored.owner_id, stored.slug)
    bench.boards.restore_revision(stored.owner_id, stored.slug, number, bench.account.login)
    return _("“{title}” is again as in revision {number}; the version before stays in the history.").format(
        title=stored.board.title, number=number
    )


def show_text(stored: Stored, editing: Editing, bench: Bench) -> None:
    """The draft as YAML, its problems by line, and the button that takes the text into the draft."""
    slot = _key(stored, f"text_{editing.number}_{stored.revision}")
    board = shared_like(editing.board, stored.board)
    typed = st.text_area(_("The draft as text (YAML)"), _as_text(board), key=slot, height=TEXT_HEIGHT, width=760)
    found = retyped(typed, board, registry_names())
    for problem in found.problems:
        st.markdown(f"- {as_typed(str(problem))}")

    def act() -> str:
        return take_text(bench.again(), stored, editing, widget_value(slot) or "")

    st.button(
        _("Take the text into the draft"),
        key=_key(stored, "take_text"),
        on_click=lambda: attempt(act),
    )


def _as_text(board: Dashboard) -> str:
    try:
        return dump(board)
    except MingjingError as error:
        st.error(str(error))
        return ""


def take_text(bench: Bench, stored: Stored, editing: Editing, text: str) -> str:
    """Let the draft be what the text says, less its id; raises `InvalidInput` when that is no board.

    Whom it is shared with changes at once, and only for a person who may do the same under Share.
    """
    check_edit_now(bench, stored.owner_id, stored.slug)
    check_export(bench, stored.owner_id, stored.slug)
    found = retyped(text, shared_like(editing.board, stored.board), registry_names())
    if found.board is None:
        raise InvalidInput(found.problems)
    account_id = bench.account.account_id
    bench.boards.keep_draft(stored.owner_id, stored.slug, account_id, editing.changed(found.board))
    told = [_("The draft is as the text says.")]
    if found.wished_id:
        told.append(_("The board keeps its id “{id}”.").format(id=stored.slug))
    if found.wished_share is not None:
        told.append(_share_as_typed(bench, stored, found.wished_share))
    return " ".join(told)


def _share_as_typed(bench: Bench, stored: Stored, wished: Share) -> str:
    """Share as the text says, if the person may and nobody has changed the sharing since; the sentence about it."""
    left = _("Whom the board is shared with was left as it is: {why}")
    if bench.boards.read(stored.owner_id, stored.slug).board.share != stored.board.share:
        return left.format(why=_("it was changed elsewhere meanwhile."))
    try:
        return share_board(bench, stored, wished)
    except MingjingError as refused:
        return left.format(why=refused)


def _key(stored: Stored, what: str) -> str:
    return f"{Slot.BOARDS_ACT.value}_{what}_{stored.owner_id}_{stored.slug}"
