"""Who may do what with a board. Which rows they see in it is decided elsewhere, by their own scope."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboards.share import Grant, Right, Share, Terms
from datasource.errors import MingjingError
from datasource.people.account import Account, Role
from datasource.texts import _

EVERY_RIGHT = frozenset(Right)
BUILDING = frozenset({Right.EDIT, Right.RESHARE})
"""The rights that only those have who may build boards at all."""


@dataclass(frozen=True)
class Guest:
    """A person at the door of a board; `departments` are the ids (as texts) of their own and of all above it."""

    account: Account
    departments: frozenset[str] = frozenset()
    today: date = field(default_factory=date.today)


def rights(guest: Guest, owner_id: int, share: Share) -> frozenset[Right]:
    """What the person may do with a board of `owner_id` that is shared so; nothing at all means: not even see it.

    The owner and administrators may do everything; a reader never edits or shares, whatever was granted.
    """
    account = guest.account
    if not account.is_active:
        return frozenset()
    if account.account_id == owner_id or account.role is Role.ADMINISTRATOR:
        given = EVERY_RIGHT
    else:
        given = share.rights(account.login, account.role.value, guest.departments, guest.today)
    return given if may_build(account) else given - BUILDING


def may_build(account: Account) -> bool:
    """Whether the person may make boards at all: everyone but readers."""
    return account.is_active and account.role.at_least(Role.ANALYST)


def may_own(account: Account, owner_id: int) -> bool:
    """Whether the person may do what only an owner does (rename, delete, take back): the owner, administrators."""
    return may_build(account) and (account.account_id == owner_id or account.role is Role.ADMINISTRATOR)


def terms_of(guest: Guest, share: Share) -> tuple[Terms, ...]:
    """All that lets the person in today besides owning the board or being an administrator; () lets nobody in."""
    account = guest.account
    if not account.is_active:
        return ()
    return share.terms(account.login, account.role.value, guest.departments, guest.today)


def may_certify(account: Account) -> bool:
    """Whether the person may vouch for boards that they see: managers and administrators."""
    return account.is_active and account.role.at_least(Role.MANAGER)


def reshared(before: Share, wanted: Share, mine: frozenset[Right]) -> Share:
    """`wanted`, if somebody with the rights `mine` who does not own the board may ask for it; else `MingjingError`.

    They may let more people in, with no more rights than they have themselves, and take nobody's rights away.
    """
    old, new = dict(_terms(before)), dict(_terms(wanted))
    if any(new.get(who) != terms for who, terms in old.items()):
        raise MingjingError(_("Only the owner may change or take back what others were given."))
    for who in new.keys() - old.keys():
        more = set(new[who].may) - mine
        if more:
            told = _("You cannot give a right that you do not have: {rights}.")
            raise MingjingError(told.format(rights=", ".join(sorted(more))))
    return wanted


def _terms(share: Share) -> Iterator[tuple[tuple[str, str], Terms]]:
    """Everyone who is let in, by what they are and how they are called, with their terms."""
    kinds: dict[str, tuple[Grant, ...]] = {
        "person": share.people,
        "department": share.departments,
        "role": share.roles,
    }
    yield from (((kind, grant.to), grant) for kind, grants in kinds.items() for grant in grants)
    if share.everyone is not None:
        yield ("everyone", ""), share.everyone
