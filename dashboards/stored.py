"""What the board store hands out, and what it says when it cannot."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.model import Dashboard
from datasource.errors import MingjingError, Problem
from datasource.texts import _


def address_of(owner_id: int, slug: str) -> str:
    """The name by which a board is told in addresses and in what is noted about it: `7-won-by-team`."""
    return f"{owner_id}-{slug}"


@dataclass(frozen=True)
class Stored:
    """A board as it is kept. `revision` goes back to `BoardStore.save`; `saved_at` is UTC, None for an edit by hand."""

    owner_id: int
    slug: str
    board: Dashboard
    revision: int
    author: str
    saved_at: datetime | None

    @property
    def address(self) -> str:
        """See `address_of`."""
        return address_of(self.owner_id, self.slug)


@dataclass(frozen=True)
class Size:
    """How much of a board is kept: its revisions, and the bytes of the board and all of them."""

    revisions: int
    bytes: int


@dataclass(frozen=True)
class Broken:
    """A board whose file was edited into something that cannot be read; its revisions can."""

    owner_id: int
    slug: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Trashed:
    """A deleted board; `name` goes to `BoardStore.restore`."""

    owner_id: int
    name: str
    slug: str
    title: str
    deleted_at: datetime


class NoBoard(MingjingError):
    """There is no such board (any more)."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            _("There is no board '{board}'; it was deleted or moved. Open your boards.").format(board=slug)
        )


class ConcurrentSave(MingjingError):
    """Someone saved the board since it was opened: `theirs` stands, `mine` is kept as draft number `draft`."""

    def __init__(self, mine: Dashboard, theirs: Stored, draft: int) -> None:
        self.mine = mine
        self.theirs = theirs
        self.draft = draft
        told = _(
            "'{title}' was saved by {author} since you opened it. Both versions are kept: theirs stands, "
            "yours is draft {draft}. Open theirs and repeat your change, or save yours as a copy."
        )
        author = theirs.author or _("someone else")
        super().__init__(told.format(title=theirs.board.title, author=author, draft=draft))


class ConcurrentPublish(MingjingError):
    """Someone published the board since `mine` was begun from `base`: `theirs` stands, `mine` stays a draft."""

    def __init__(self, base: Dashboard | None, mine: Dashboard, theirs: Stored) -> None:
        self.base = base
        self.mine = mine
        self.theirs = theirs
        told = _(
            "“{title}” was published by {author} since you began. Your draft is kept; join the two versions below."
        )
        super().__init__(told.format(title=theirs.board.title, author=theirs.author or _("someone else")))
