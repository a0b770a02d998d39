"""Who may look around in the demo company: one person of each kind, as data for whoever makes the accounts."""

from dataclasses import dataclass

import polars as pl

from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount
from datasource.sample.organisation import ADMIN, ANALYST, FIRST_HEAD, FIRST_REP


@dataclass(frozen=True)
class SignIn:
    """One demo account: login, CRM user, role, scope, language of the app."""

    login: str
    user_id: int
    role: Role
    scope: ScopeKind
    language: str


DEMO_SIGN_INS = (
    SignIn("admin", ADMIN, Role.ADMINISTRATOR, ScopeKind.ALL, "en"),
    SignIn("manager", FIRST_HEAD, Role.MANAGER, ScopeKind.DEPARTMENT_TREE, "en"),
    SignIn("analyst", ANALYST, Role.ANALYST, ScopeKind.ALL, "en"),
    SignIn("rep", FIRST_REP, Role.READER, ScopeKind.SELF, "en"),
)
"""An administrator, the head of the eastern region, an analyst, and a sales rep of the head's region."""


def demo_accounts(users: pl.DataFrame) -> tuple[NewAccount, ...]:
    """The accounts of `DEMO_SIGN_INS` under the names that the demo's table `users` gives them."""
    names = dict(users.select("user_id", "name").rows())
    return tuple(
        NewAccount(one.login, names[one.user_id], one.role, one.scope, one.language, one.user_id)
        for one in DEMO_SIGN_INS
    )
