"""Who may see a board and who may change it. Which rows they see in it is decided elsewhere, by their own scope."""

from datetime import date

from dashboards.share import Right, Share
from datasource.people.account import Account, Role


def may_see(account: Account, owner_id: int, share: Share) -> bool:
    """The owner, those it is shared with by login, everyone if it is shared so, and administrators."""
    if not account.is_active:
        return False
    named = Right.VIEW in share.rights(account.login, account.role.value, (), date.today())
    return named or account.account_id == owner_id or account.role is Role.ADMINISTRATOR


def may_build(account: Account) -> bool:
    """Whether the person may make boards at all: everyone but readers."""
    return account.is_active and account.role.at_least(Role.ANALYST)


def may_edit(account: Account, owner_id: int) -> bool:
    """The owner while still allowed to build, and administrators. Sharing, renaming and deleting are editing."""
    return may_build(account) and (account.account_id == owner_id or account.role is Role.ADMINISTRATOR)
