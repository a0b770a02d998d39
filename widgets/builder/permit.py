"""What the person at work may do with a board, as it is shared at this moment; asked again by every callback."""

from collections.abc import Callable
from dataclasses import replace

from dashboards.access import EVERY_RIGHT, Guest, may_own, rights
from dashboards.share import Right, Share
from dashboards.store import BoardStore, NoBoard, Stored
from datasource.errors import InvalidInput, MingjingError
from datasource.people.accounts import list_accounts
from datasource.people.database import AppDatabase
from datasource.texts import _
from widgets.builder.bench import Bench


def gone() -> MingjingError:
    """The one sentence for boards that are not there and for those that are not shared: neither is told apart."""
    return MingjingError(_("This board is not shared with you, or it no longer exists; ask whoever sent you the link."))


def visible(bench: Bench, owner_id: int, slug: str) -> Stored:
    """The board, for those who may see it, its copies of kept calculations as these are now; `gone` for all others.

    Who owns it reads why its file cannot be read.
    """
    try:
        stored = bench.boards.read(owner_id, slug)
    except InvalidInput as error:
        if may_own(bench.account, owner_id):
            raise
        raise gone() from error
    except NoBoard:
        raise gone() from None
    if Right.VIEW not in rights(bench.guest, owner_id, stored.board.share):
        raise gone()
    return replace(stored, board=bench.library.refreshed(stored.board, owner_id))


def permitted(bench: Bench, owner_id: int, slug: str) -> frozenset[Right]:
    """What the person may do; everything with a board of their own that is not published yet, nothing with no board."""
    try:
        return rights(bench.guest, owner_id, bench.boards.read(owner_id, slug).board.share)
    except (NoBoard, InvalidInput):
        return EVERY_RIGHT if may_own(bench.account, owner_id) else frozenset()


def check_edit(bench: Bench, owner_id: int, share: Share | None = None) -> None:
    """Raise `MingjingError` unless the person owns the board, or (with its `share`) was given the right to edit it."""
    if may_own(bench.account, owner_id):
        return
    given = rights(bench.guest, owner_id, share) if share is not None else frozenset()
    if Right.VIEW not in given:
        raise gone()
    if Right.EDIT not in given:
        raise MingjingError(_("This board is not yours to change; save a copy of your own instead."))


def check_edit_now(bench: Bench, owner_id: int, slug: str) -> None:
    """Raise `MingjingError` unless the person may edit the board as it is shared at this moment."""
    given = permitted(bench, owner_id, slug)
    if Right.VIEW not in given:
        raise gone()
    if Right.EDIT not in given:
        raise MingjingError(_("This board is not yours to change; save a copy of your own instead."))


def check_export(bench: Bench, owner_id: int, slug: str) -> None:
    """Raise `MingjingError` unless the person may take the board, or parts of it, away: as files or as copies."""
    given = permitted(bench, owner_id, slug)
    if Right.VIEW not in given:
        raise gone()
    if Right.EXPORT not in given:
        raise not_exported()


def not_exported() -> MingjingError:
    """For those who may see a board and no more."""
    return MingjingError(_("You may look at this board, but not take it or parts of it away; ask its owner."))


def checker(database: AppDatabase, boards: BoardStore, guest: Guest, board: Stored) -> Callable[[Right], None]:
    """Raises `MingjingError` once the person has lost a right to the board; may be asked outside the run of a page."""

    def check(right: Right) -> None:
        account = next((one for one in list_accounts(database) if one.account_id == guest.account.account_id), None)
        try:
            share = boards.read(board.owner_id, board.slug).board.share
        except (NoBoard, InvalidInput):
            raise gone() from None
        now = frozenset[Right]()
        if account is not None:
            now = rights(Guest(account, guest.departments), board.owner_id, share)
        if Right.VIEW not in now:
            raise gone()
        if right not in now:
            raise not_exported()

    return check
