"""The revisions of one board: every content it ever had, numbered, and the drafts that lost a race.

A revision is written before the board's file takes its content. So the board's own number is that of the newest
revision with the same content; a newer one without a board is a save that a crash cut short, and a board without a
revision was edited by hand.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboards.disk import write_atomically

_REVISION = re.compile(r"([0-9]{6,})\.yaml")
_DRAFT = re.compile(r"draft-([0-9]{6,})\.yaml")


@dataclass(frozen=True)
class Note:
    """Who wrote a revision or draft, and when (UTC); both are empty for an edit by hand.

    `text` is what the author wrote beside it, `restored` the number of the revision that it brought back, or 0.
    """

    number: int
    author: str
    saved_at: datetime | None
    text: str = ""
    restored: int = 0


class History:
    """The folder `<slug>.revisions`. Reading needs no lock, writing does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> tuple[int, ...]:
        """The revisions that are there, the newest first."""
        return self._numbered(_REVISION)

    def drafts(self) -> tuple[int, ...]:
        """The drafts that are kept, the newest first."""
        return self._numbered(_DRAFT)

    def newest(self) -> int:
        """The highest number given so far, 0 before the first."""
        return max(self.numbers(), default=0)

    def number_of(self, content: bytes) -> int:
        """The number of a board with this content; one more than the newest when no revision has it."""
        equal = (number for number in self.numbers() if self.revision(number) == content)
        return next(equal, self.newest() + 1)

    def revision(self, number: int) -> bytes:
        """The content of a revision; `FileNotFoundError` when there is none."""
        return self._file("", number).read_bytes()

    def draft(self, number: int) -> bytes:
        """The content of a draft; `FileNotFoundError` when there is none."""
        return self._file("draft-", number).read_bytes()

    def add(self, content: bytes, author: str, saved_at: datetime | None, text: str = "", restored: int = 0) -> int:
        """Keep a revision under the next number and return it."""
        return self._keep("", content, Note(self.newest() + 1, author, saved_at, text, restored))

    def add_draft(self, content: bytes, author: str, saved_at: datetime) -> int:
        """Keep a draft under the next number and return it."""
        return self._keep("draft-", content, Note(max(self.drafts(), default=0) + 1, author, saved_at))

    def note(self, number: int) -> Note:
        """Who wrote a revision and when."""
        return self._note("", number)

    def draft_note(self, number: int) -> Note:
        """Who wrote a draft and when."""
        return self._note("draft-", number)

    def _numbered(self, pattern: re.Pattern[str]) -> tuple[int, ...]:
        if not self.folder.is_dir():
            return ()
        found = (pattern.fullmatch(file.name) for file in self.folder.iterdir())
        return tuple(sorted((int(match[1]) for match in found if match), reverse=True))

    def _file(self, prefix: str, number: int) -> Path:
        return self.folder / f"{prefix}{number:06d}.yaml"

    def _keep(self, prefix: str, content: bytes, note: Note) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self._file(prefix, note.number)
        told: dict[str, object] = {
            "author": note.author,
            "saved_at": note.saved_at.isoformat() if note.saved_at else None,
        }
        told |= {"note": note.text} if note.text else {}
        told |= {"restored": note.restored} if note.restored else {}
        write_atomically(file.with_suffix(".json"), json.dumps(told, ensure_ascii=False).encode())
        write_atomically(file, content)
        return note.number

    def _note(self, prefix: str, number: int) -> Note:
        file = self._file(prefix, number).with_suffix(".json")
        if not file.exists():
            return Note(number, "", None)
        told = json.loads(file.read_bytes())
        saved_at = datetime.fromisoformat(told["saved_at"]) if told["saved_at"] else None
        return Note(number, told["author"], saved_at, told.get("note", ""), told.get("restored", 0))
