"""Finding a board among many: what is known of each, and which of them a search, a filter and an order leave. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from dashboards.share import Terms
from dashboards.stored import Stored
from datasource.people.board_uses import Mark, Use
from datasource.texts import N_

STALE_DAYS = 90
LONG_AGO = datetime(1, 1, 1)


class Only(StrEnum):
    """Which boards are left; `STALE` are those that nobody has opened for 90 days."""

    ALL = "all"
    FAVOURITES = "favourites"
    RECENT = "recent"
    CERTIFIED = "certified"
    STALE = "stale"
    LEFT = "left"


ONLY = {
    Only.ALL: N_("All"),
    Only.FAVOURITES: N_("Favourites"),
    Only.RECENT: N_("Recent"),
    Only.CERTIFIED: N_("Certified"),
    Only.STALE: N_("Not opened for 90 days"),
    Only.LEFT: N_("Owner has left"),
}


class Order(StrEnum):
    """By what boards are listed: the newest (shared, else saved) first, by title, or the last opened first."""

    NEWEST = "newest"
    TITLE = "title"
    OPENED = "opened"


ORDERS = {Order.NEWEST: N_("Newest first"), Order.TITLE: N_("By title"), Order.OPENED: N_("Last opened first")}


@dataclass(frozen=True)
class Listed:
    """A board and what is known of it; moments are naive UTC.

    `use` is what the reader did with it, `opened_at` when anybody last opened it, `terms` all that lets the reader in,
    `left` whether its owner can no longer sign in.
    """

    stored: Stored
    owner: str
    use: Use | None = None
    mark: Mark | None = None
    certifier: str = ""
    opened_at: datetime | None = None
    terms: tuple[Terms, ...] = ()
    left: bool = False

    @property
    def is_favourite(self) -> bool:
        """Whether the reader has given it a star."""
        return self.use is not None and self.use.is_favourite

    @property
    def is_new(self) -> bool:
        """Whether it is shared with the reader, who has not opened it yet."""
        return bool(self.terms) and (self.use is None or self.use.opened_at is None)

    @property
    def mine_opened_at(self) -> datetime | None:
        """When the reader last opened it."""
        return self.use.opened_at if self.use else None

    @property
    def since(self) -> date | None:
        """The first day on which the reader was let in; None when that was not written down."""
        return min((one.since for one in self.terms if one.since is not None), default=None)

    @property
    def until(self) -> date | None:
        """The last day on which the reader is let in; None has no end."""
        ends = [one.until for one in self.terms]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    def is_stale(self, now: datetime) -> bool:
        """Whether nobody has opened or saved it for 90 days."""
        saved = self.stored.saved_at
        last = max(self.opened_at or LONG_AGO, naive(saved) if saved else LONG_AGO)
        return now - last > timedelta(days=STALE_DAYS)


@dataclass(frozen=True)
class Wish:
    """What the reader looks for."""

    search: str = ""
    only: Only = Only.ALL
    order: Order = Order.NEWEST


def found(boards: Sequence[Listed], wish: Wish, now: datetime) -> list[Listed]:
    """The boards that are left, in order: every word of the search stands in the title, description or owner."""
    words = wish.search.casefold().split()
    kept = [one for one in boards if _is_left(one, wish.only, now) and all(word in _text(one) for word in words)]
    order = Order.OPENED if wish.only is Only.RECENT else wish.order
    kept.sort(key=lambda one: (one.stored.board.title.casefold(), one.stored.address))
    match order:
        case Order.TITLE:
            return kept
        case Order.OPENED:
            return sorted(kept, key=lambda one: one.mine_opened_at or LONG_AGO, reverse=True)
        case Order.NEWEST:
            return sorted(kept, key=_newness, reverse=True)


def naive(moment: datetime) -> datetime:
    """A moment as naive UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _text(one: Listed) -> str:
    return f"{one.stored.board.title}\n{one.stored.board.description}\n{one.owner}".casefold()


def _is_left(one: Listed, only: Only, now: datetime) -> bool:
    match only:
        case Only.ALL:
            return True
        case Only.FAVOURITES:
            return one.is_favourite
        case Only.RECENT:
            return one.mine_opened_at is not None
        case Only.CERTIFIED:
            return one.mark is not None
        case Only.STALE:
            return one.is_stale(now)
        case Only.LEFT:
            return one.left


def _newness(one: Listed) -> tuple[date, datetime]:
    saved = naive(one.stored.saved_at) if one.stored.saved_at else LONG_AGO
    return (one.since or date.min) if one.terms else date.min, saved
