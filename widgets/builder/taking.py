"""Boards as YAML files: taken away without whom they are shared with, and brought in as a draft of one's own."""

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboards.access import may_build, rights
from dashboards.imported import Imported, exported, imported
from dashboards.names import registry_names
from dashboards.repair import Lost, proposed, repaired
from dashboards.share import Right
from dashboards.store import Stored
from dashboards.yaml_tree import MAX_BYTES
from datasource.errors import MingjingError
from datasource.texts import _, plural
from widgets.blocks.export.menu import file_stem
from widgets.builder.beginning import ask_title, begin
from widgets.builder.bench import Bench
from widgets.builder.permit import checker
from widgets.format import as_typed
from widgets.state.session import Slot, widget_value

MOST_TOLD = 40
LARGEST = 20  # megabytes that a browser may send; what is too large for a board is refused by the parser, in words


def show_board_file(stored: Stored, bench: Bench) -> None:
    """The button that saves the board as a file, for those who build and may take it away."""
    if not may_build(bench.account) or Right.EXPORT not in rights(bench.guest, stored.owner_id, stored.board.share):
        return
    check = checker(bench.database, bench.boards, bench.guest, stored)
    st.download_button(
        _("YAML"),
        lambda: _file(stored, check),
        f"{file_stem(stored.board.title)}.yaml",
        "application/yaml",
        key=f"{Slot.BOARDS_FILE.value}_{stored.owner_id}_{stored.slug}",
        help=_("Save the board as a YAML file; whom it is shared with is not in it."),
        on_click="ignore",
    )


def _file(stored: Stored, check: Callable[[Right], None]) -> bytes:
    """The board as text, for a person who may still take it away: the button may be older than the answer."""
    check(Right.EXPORT)
    return exported(stored.board).encode()


def show_import(bench: Bench) -> None:
    """The panel that reads a board's file, tells what is wrong with it, and makes a draft of it."""
    panel = st.popover(_("Import a board"), key=f"{Slot.BOARDS_IMPORT.value}_panel", on_change="rerun", icon="📥")
    if not panel.open:
        return
    with panel:
        file = st.file_uploader(
            _("A board's YAML file"),
            type=["yaml", "yml"],
            key=f"{Slot.BOARDS_IMPORT.value}_file",
            max_upload_size=LARGEST,
        )
        if file is not None:
            _read(file, bench)


def _read(file: UploadedFile, bench: Bench) -> None:
    found = imported(file.getvalue()[: MAX_BYTES + 1], file.name[:100], registry_names())
    _tell(found)
    if found.board is None:
        return
    for lost in found.lost:
        if lost.better:
            st.checkbox(_sentence(lost), value=True, key=_mend(lost))
    slot = f"{Slot.BOARDS_IMPORT.value}_title_{file.file_id}"
    ask_title(slot, found.board.title)
    if st.button(_("Import"), key=f"{Slot.BOARDS_IMPORT.value}_make", type="primary"):
        _make(found, slot, bench)


def _tell(found: Imported) -> None:
    """Every problem with its line, and what of the file is not taken over."""
    if found.problems:
        told = plural("The file has {count} problem:", "The file has {count} problems:", len(found.problems))
        lines = [f"- {as_typed(str(problem))}" for problem in found.problems[:MOST_TOLD]]
        more = len(found.problems) - MOST_TOLD
        if more > 0:
            lines.append(plural("- and {count} more", "- and {count} more", more))
        (st.warning if found.board else st.error)("\n".join([told, "", *lines]))
    for sentence in _left(found):
        st.caption(sentence)


def _left(found: Imported) -> list[str]:
    told = [_("Whom the file shares the board with is ignored: the draft is yours alone.")] if found.was_shared else []
    if found.panels:
        told.append(
            plural(
                "{count} part that only a ready page can show is left out.",
                "{count} parts that only a ready page can show are left out.",
                found.panels,
            )
        )
    return told


def _sentence(lost: Lost) -> str:
    told = _("`{name}` does not exist here. Take `{better}` instead?")
    return told.format(name=lost.name.replace("`", "")[:80], better=lost.better)


def _mend(lost: Lost) -> str:
    return f"{Slot.BOARDS_IMPORT.value}_mend_{lost.holds}_{lost.better}_{len(lost.places)}_{lost.places[0]}"


def _make(found: Imported, slot: str, bench: Bench) -> None:
    if found.board is None:
        return
    chosen = tuple(lost for lost in found.lost if lost.better and widget_value(_mend(lost)))
    again = bench.again()
    try:
        begin(again.boards, again.account, repaired(found.board, proposed(chosen)), slot, _left(found))
    except MingjingError as error:
        st.error(str(error))
