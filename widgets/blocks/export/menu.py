"""The export menu of a table or chart: a small button; a file is made when it is asked for, never before.

The writers are loaded with the first file: a page that nobody saves from does not pay for them.
"""

import re
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from importlib import import_module
from typing import cast

import streamlit as st

from dashboards.share import Right
from datasource.texts import N_, _, use_language
from widgets.blocks.reading import Reading
from widgets.charts.look import Look

Make = Callable[[], object]
LONGEST = 69  # letters of a name that leave room for a day
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')


@dataclass(frozen=True)
class Format:
    """One kind of file: its ending, label (a msgid) and media type, and where in `widgets.blocks` its writer is."""

    ending: str
    label: str
    media: str
    writer: str

    def write(self, made: object) -> bytes:
        """The file's bytes; `made` is a `Sheet` or a `Picture`, as the writer takes it."""
        module = import_module(f"widgets.blocks.{self.writer}")
        write = cast("Callable[[object], bytes]", getattr(module, f"write_{self.ending}"))
        return write(made)


TABLES = (
    Format("xlsx", N_("Table as XLSX"), XLSX, "export.xlsx"),
    Format("csv", N_("Table as CSV"), "text/csv", "export.csv"),
)
PICTURES = (
    Format("png", N_("Chart as PNG"), "image/png", "export.picture"),
    Format("svg", N_("Chart as SVG"), "image/svg+xml", "export.picture"),
)
BOARDS = (
    Format("pdf", N_("Board as PDF"), "application/pdf", "paper.board"),
    Format("png", N_("Board as PNG"), "image/png", "paper.board"),
    Format("html", N_("Board as HTML"), "text/html", "paper.board"),
)


def show_board_export(key: str, name: str, reading: Reading, printed: Make) -> None:
    """The button whose panel saves a whole board; `printed` makes a `Printed` when a file is asked for."""
    if not reading.exports:
        return
    panel = st.popover("⤓", key=f"export_{key}", help=_("Export the board"), type="tertiary", on_change="rerun")
    if panel.open:
        with panel:
            for kind in BOARDS:
                _button(kind, key, dated(name, reading), reading.look, _checked(reading, printed))


def show_export(key: str, name: str, reading: Reading, sheet: Make, picture: Make | None = None) -> None:
    """What `show_files` shows, for those who may save what they read."""
    if reading.exports:
        drawn = None if picture is None else _checked(reading, picture)
        show_files(key, dated(name, reading), reading.look, _checked(reading, sheet), drawn)


def show_files(key: str, name: str, look: Look, sheet: Make, picture: Make | None = None) -> None:
    """The button whose panel saves a table and, where there is one, a chart, as files called `name`.

    `sheet` makes a `Sheet` and `picture` a `Picture` when a file is asked for. `key` is unique on the page.
    """
    panel = st.popover("⤓", key=f"export_{key}", help=_("Export"), type="tertiary", on_change="rerun")
    if not panel.open:
        return
    with panel:
        for kind in TABLES:
            _button(kind, key, name, look, sheet)
        for kind in PICTURES if picture is not None else ():
            _button(kind, key, name, look, picture or sheet)


def _checked(reading: Reading, make: Make) -> Make:
    """`make`, after a look whether the person may still have the file: the button may be older than the answer."""

    def made() -> object:
        reading.check(Right.EXPORT)
        return make()

    return made


def dated(name: str, reading: Reading) -> str:
    """The stem of a file called `name`, with the day of its data: a CSV has no other place that says so."""
    return f"{file_stem(name)[:LONGEST]}_{reading.shared.catalog.as_of.isoformat()}"


def file_stem(name: str) -> str:
    """`name` as a file's name: at most 80 characters, none that a file system refuses."""
    return _UNFIT.sub("_", name).strip("._")[:80] or "export"


def _button(kind: Format, key: str, name: str, look: Look, make: Make) -> None:
    st.download_button(
        _(kind.label),
        lambda: copy_context().run(_written, kind, look.language, make),
        f"{file_stem(name)}.{kind.ending}",
        kind.media,
        key=f"save_{kind.ending}_{key}",
        on_click="ignore",
        type="tertiary",
    )


def _written(kind: Format, spoken: str, make: Make) -> bytes:
    """A file is made outside the run of the page, which knows the reader's language."""
    use_language(spoken)
    return kind.write(make())
