"""Who may look around in the demo company: one person of each kind, as data for whoever makes the accounts."""

from dataclasses import dataclass

import polars as pl

from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount
from datasource.sample.organisation import ADMIN, ANALYST, FIRST_HEAD, FIRST_REP, SERVICE


@dataclass(frozen=True)
class SignIn:
    """One demo account: login, CRM user, role, scope, language of the app.

    Without a CRM user it is that of the head of customer service, whose key depends on the size of the company.
    """

    login: str
    user_id: int | None
    role: Role
    scope: ScopeKind
    language: str


DEMO_SIGN_INS = (
    SignIn("admin", ADMIN, Role.ADMINISTRATOR, ScopeKind.ALL, "en"),
    SignIn("manager", FIRST_HEAD, Role.MANAGER, ScopeKind.DEPARTMENT_TREE, "en"),
    SignIn("analyst", ANALYST, Role.ANALYST, ScopeKind.ALL, "en"),
    SignIn("rep", FIRST_REP, Role.READER, ScopeKind.SELF, "en"),
    SignIn("service", None, Role.MANAGER, ScopeKind.DEPARTMENT_TREE, "en"),
)
"""An administrator, the head of the eastern region, an analyst, a sales rep of the head's region, and the head of
customer service: tickets are their handlers' rows, which the head of a sales region does not see.
"""


def demo_accounts(users: pl.DataFrame, departments: pl.DataFrame) -> tuple[NewAccount, ...]:
    """The accounts of `DEMO_SIGN_INS` under the names that the demo's tables give them."""
    names = dict(users.select("user_id", "name").rows())
    heads = dict(departments.select("department_id", "head_id").rows())
    found = [(one, heads[SERVICE] if one.user_id is None else one.user_id) for one in DEMO_SIGN_INS]
    return tuple(
        NewAccount(one.login, names[user_id], one.role, one.scope, one.language, user_id) for one, user_id in found
    )
