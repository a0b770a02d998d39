"""Who a person is to Mingjing: the account, its role and the breadth of rows it may see. No table, no database."""

import re
from dataclasses import dataclass
from enum import StrEnum

from datasource.errors import MingjingError
from datasource.texts import N_, _

LOGIN = re.compile(r"[\w][\w.@+-]{0,99}")


class Role(StrEnum):
    """What a person may do, from least to most."""

    READER = "reader"
    ANALYST = "analyst"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"

    def at_least(self, other: "Role") -> bool:
        """Whether this role may do everything that `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class ScopeKind(StrEnum):
    """Whose rows a person may see, as resolved over the org tree by `datasource.scope`."""

    SELF = "self"
    SUBORDINATES = "subordinates"
    DEPARTMENT = "department"
    DEPARTMENT_TREE = "department_tree"
    ALL = "all"


ROLE_LABELS = {
    Role.READER: N_("Reader"),
    Role.ANALYST: N_("Analyst"),
    Role.MANAGER: N_("Manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
}

SCOPE_LABELS = {
    ScopeKind.SELF: N_("Own records"),
    ScopeKind.SUBORDINATES: N_("Own and subordinates' records"),
    ScopeKind.DEPARTMENT: N_("Own department"),
    ScopeKind.DEPARTMENT_TREE: N_("Own department and those below"),
    ScopeKind.ALL: N_("Everything"),
}


@dataclass(frozen=True)
class Account:
    """A person who can sign in. `crm_user_id` links to the CRM's `users.user_id`; the password hash is not carried."""

    account_id: int
    login: str
    name: str
    role: Role = Role.READER
    scope: ScopeKind = ScopeKind.SELF
    language: str = "en"
    crm_user_id: int | None = None
    is_active: bool = True
    must_change_password: bool = False


@dataclass(frozen=True)
class CrmUser:
    """A row of the CRM's users as far as accounts need it; `login` is empty when the CRM has none."""

    user_id: int
    name: str
    login: str
    is_active: bool
    has_subordinates: bool


def tidy_login(login: str) -> str:
    """The one spelling under which a login is kept: trimmed, lower case."""
    return login.strip().lower()


def checked_login(login: str) -> str:
    """`login` tidied, or `MingjingError` when it has characters that a login may not have."""
    tidy = tidy_login(login)
    if not LOGIN.fullmatch(tidy):
        raise MingjingError(
            _("The login '{login}' cannot be used: take letters, digits and . _ - + @, starting with a letter.").format(
                login=login
            )
        )
    return tidy


def login_from_name(name: str) -> str:
    """A login made of a person's name: `Anna Snelling` → `anna.snelling`, `张伟` → `张伟`."""
    words = re.findall(r"\w+", name.lower())
    return ".".join(words)[:100]
