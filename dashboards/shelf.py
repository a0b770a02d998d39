"""Where boards lie on disk, and the only moves they make there. Callers of what writes hold the lock."""

import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from dashboards.disk import locked, sync_folder, write_atomically
from dashboards.drafts import Drafted, head
from dashboards.dump import dump
from dashboards.history import History
from dashboards.model import IMAGE_FILE, Dashboard
from dashboards.parse import parse_shape
from dashboards.shape import changed
from dashboards.slug import is_slug
from dashboards.stored import Broken, NoBoard, Size, Stored, Trashed
from datasource.errors import InvalidInput, MingjingError
from datasource.texts import _

_STAMP = "%Y%m%dT%H%M%S%f"
_TRASHED = re.compile(r"(?P<slug>[a-z0-9-]+)~(?P<stamp>[0-9]{8}T[0-9]{12})")


@dataclass(frozen=True)
class Place:
    """Where one board, its revisions and people's drafts of it lie."""

    file: Path
    history: History
    drafts: Path

    def draft(self, account_id: int) -> Path:
        """Where the draft of one person lies; raises `MingjingError` for what is no account."""
        return self.drafts / f"{_account(account_id)}.json"


class Shelf:
    """The folder of all boards: one folder an owner, one lock, one trash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The one lock of everyone who writes here; a disk that is full or closed is a sentence for people."""
        try:
            with locked(self.folder / ".lock"):
                yield
        except OSError as error:
            told = _("Boards cannot be kept in {folder} ({reason}). Ask your administrator to free or open it.")
            raise MingjingError(told.format(folder=self.folder, reason=error.strerror or error)) from error

    def place(self, owner_id: int, slug: str) -> Place:
        """The place of a board, there or not; raises `NoBoard` for a name that no board can have."""
        folder = self._owner_folder(owner_id)
        if not is_slug(slug):
            raise NoBoard(slug)
        return Place(folder / f"{slug}.yaml", History(folder / f"{slug}.revisions"), folder / f"{slug}.drafts")

    def owners(self) -> list[int]:
        """The accounts that have a folder here."""
        entries = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(int(entry.name) for entry in entries if re.fullmatch("[1-9][0-9]*", entry.name))

    def slugs(self, owner_id: int) -> list[str]:
        """The boards of an account."""
        return sorted(file.stem for file in self._owner_folder(owner_id).glob("*.yaml") if is_slug(file.stem))

    def drafted(self, owner_id: int) -> list[str]:
        """The boards of an account of which somebody has a draft, published or not."""
        found = (folder.stem for folder in self._owner_folder(owner_id).glob("*.drafts") if any(folder.glob("*.json")))
        return sorted(slug for slug in found if is_slug(slug))

    def drafts_of(self, account_id: int) -> Iterator[Drafted]:
        """The drafts of one person, of whomever's boards."""
        for owner_id in self.owners():
            for slug in self.drafted(owner_id):
                if found := head(self.place(owner_id, slug).draft(account_id), owner_id, slug):
                    yield found

    def all_of(self, owner_id: int) -> Iterator[Stored | Broken]:
        """Every board of an account; one that is deleted meanwhile is left out."""
        for slug in self.slugs(owner_id):
            try:
                yield self.look(owner_id, slug)
            except NoBoard:
                continue

    def look(self, owner_id: int, slug: str) -> Stored | Broken:
        """The board as it stands; raises `NoBoard`. Its file's name is its id, whatever a hand wrote into it."""
        place = self.place(owner_id, slug)
        try:
            content = place.file.read_bytes()
        except FileNotFoundError:
            raise NoBoard(slug) from None
        try:
            board = changed(parsed(content, place.file.name), {"id": slug})
        except InvalidInput as error:
            return Broken(owner_id, slug, error.problems)
        note = place.history.note(place.history.number_of(content))
        return Stored(owner_id, slug, board, note.number, note.author, note.saved_at)

    def write(  # noqa: PLR0913, PLR0917  (who, when and why are told with each revision)
        self, board: Dashboard, owner_id: int, author: str, at: datetime, text: str = "", restored: int = 0
    ) -> Stored:
        """Keep what a hand has edited, then the new revision, then let the board's file take its content."""
        content, place = dump(board).encode(), self.place(owner_id, board.id)
        place.file.parent.mkdir(parents=True, exist_ok=True)
        _adopt(place)
        number = place.history.add(content, author, at, text, restored)
        write_atomically(place.file, content)
        return Stored(owner_id, board.id, board, number, author, at)

    def move(self, source: Place, target: Place) -> None:
        """Copy the revisions, move the board, drop the old revisions: a board is whole in one place at any moment."""
        target.file.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target.history.folder, ignore_errors=True)
        if source.history.folder.is_dir():
            shutil.copytree(source.history.folder, target.history.folder)
        source.file.rename(target.file)
        sync_folder(target.file.parent)
        sync_folder(source.file.parent)
        self.move_drafts(source, target)
        shutil.rmtree(source.history.folder, ignore_errors=True)

    def move_drafts(self, source: Place, target: Place) -> None:
        """Let the drafts of one board be those of another."""
        if not source.drafts.is_dir():
            return
        target.drafts.mkdir(parents=True, exist_ok=True)
        for file in source.drafts.glob("*.json"):
            file.replace(target.drafts / file.name)
        shutil.rmtree(source.drafts, ignore_errors=True)
        sync_folder(target.drafts)

    def write_draft(self, file: Path, content: bytes) -> None:
        """Keep a draft; its folder comes with the first."""
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, content)

    def picture(self, owner_id: int, name: str) -> Path:
        """Where a picture of an owner lies, there or not; raises `MingjingError` for what no picture is called."""
        if not re.fullmatch(IMAGE_FILE, name):
            raise MingjingError(_("There is no picture of this name."))
        return self._owner_folder(owner_id) / "pictures" / name

    def write_picture(self, owner_id: int, name: str, content: bytes) -> None:
        """Keep a picture; one that is there already is the same."""
        file = self.picture(owner_id, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file():
            write_atomically(file, content)

    def copy_pictures(self, from_account_id: int, to_account_id: int, names: Collection[str] | None = None) -> None:
        """Give pictures (all, without `names`) of one owner to another; those that are gone are passed over."""
        folder = self._owner_folder(from_account_id) / "pictures"
        found = (
            sorted(file.name for file in folder.iterdir() if re.fullmatch(IMAGE_FILE, file.name))
            if folder.is_dir()
            else []
        )
        for name in found if from_account_id != to_account_id else ():
            if names is None or name in names:
                self.write_picture(to_account_id, name, (folder / name).read_bytes())

    def take_up_draft(self, from_account_id: int, owner_id: int, slug: str) -> None:
        """What a leaver had begun on a board that is `owner_id`'s now is the heir's, unless they have begun as well."""
        place = self.place(owner_id, slug)
        mine, theirs = place.draft(from_account_id), place.draft(owner_id)
        if mine.exists() and not theirs.exists():
            mine.rename(theirs)

    def size(self, owner_id: int, slug: str) -> Size:
        """How much of a board is kept."""
        place = self.place(owner_id, slug)
        files = [place.file, *(place.history.folder.iterdir() if place.history.folder.is_dir() else ())]
        return Size(len(place.history.numbers()), sum(file.stat().st_size for file in files if file.is_file()))

    def discard(self, owner_id: int, slug: str, at: datetime) -> str:
        """Move a board to the trash and return its name there."""
        name = f"{slug}~{at.strftime(_STAMP)}"
        self.move(self.place(owner_id, slug), self.discarded(owner_id, name))
        return name

    def discarded(self, owner_id: int, name: str) -> Place:
        """The place of a deleted board, there or not; raises `NoBoard` for a name that none can have."""
        if not _TRASHED.fullmatch(name):
            raise NoBoard(name)
        folder = self._trash_folder(owner_id) / name
        return Place(folder / "board.yaml", History(folder / "board.revisions"), folder / "board.drafts")

    def trash(self, owner_id: int) -> list[Trashed]:
        """The deleted boards of an account."""
        folder = self._trash_folder(owner_id)
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        return [_trashed(owner_id, name, file) for name in names if (file := folder / name / "board.yaml").exists()]

    def _owner_folder(self, owner_id: int) -> Path:
        return self.folder / _account(owner_id)

    def _trash_folder(self, owner_id: int) -> Path:
        return self.folder / ".trash" / self._owner_folder(owner_id).name


def _account(account_id: int) -> str:
    if type(account_id) is not int or account_id < 1:
        told = _("An account's number is a whole number from 1, not {number}.")
        raise MingjingError(told.format(number=account_id))
    return str(account_id)


@lru_cache(maxsize=2048)
def parsed(content: bytes, source: str) -> Dashboard:
    """The board in `content`, read once for each content; raises `InvalidInput`."""
    return parse_shape(content, source)


def _adopt(place: Place) -> None:
    """Give a hand-edited content its own revision; what a board of the same name left behind goes."""
    if not place.file.exists():
        shutil.rmtree(place.history.folder, ignore_errors=True)
        return
    content = place.file.read_bytes()
    if place.history.number_of(content) > place.history.newest():
        place.history.add(content, "", None)


def _trashed(owner_id: int, name: str, file: Path) -> Trashed:
    slug, stamp = name.split("~", 1)
    try:
        title = parsed(file.read_bytes(), file.name).title
    except InvalidInput:
        title = slug
    return Trashed(owner_id, name, slug, title, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC))
