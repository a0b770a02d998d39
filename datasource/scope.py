"""Which rows a person may see (rule R9), resolved once per person and version, applied to rows before any number."""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.catalog.entities import departments_above
from datasource.errors import MingjingError, did_you_mean
from datasource.people.account import Account, ScopeKind
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import _

MOST_CANDIDATES = 8
EVERYONE = "@everyone"
"""The column of wide rows that everyone may see."""


@dataclass(frozen=True)
class Viewer:
    """Who asks. `user_id` is the CRM user behind the person; without one, only scope `all` shows any row."""

    name: str
    scope: ScopeKind
    user_id: int | None = None
    login: str = ""


OPERATOR = Viewer("operator", ScopeKind.ALL)
"""Whoever holds the files sees everything; the proof says `scope: all`."""


@dataclass(frozen=True)
class Scope:
    """The resolved scope: rows whose owner is in `users`, and rows of the shared `customers`; `users` None = all.

    `departments` are those all of whose people, of the departments below too, are in `users`: rows that a department
    itself holds (its targets) are seen by whoever may see the whole department.
    """

    label: str
    users: frozenset[int] | None = None
    customers: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()

    def condition(self, rows: pl.DataFrame) -> pl.Expr | None:
        """Which of the wide `rows` may be seen, as a condition on their `@users` and `@customers`; None = all.

        Rows that belong to nobody are seen by nobody else but those who see all, or by everyone (`EVERYONE`).
        """
        if self.users is None or EVERYONE in rows.columns:
            return None
        if "@users" not in rows.columns:
            return pl.lit(value=False)
        own = _is_in(rows["@users"], self.users)
        if self.departments and "@departments" in rows.columns:
            own = own | _is_in(rows["@departments"], self.departments)
        if not self.customers or "@customers" not in rows.columns:
            return own
        return own | _is_in(rows["@customers"], self.customers)


def resolve(catalog: Catalog, viewer: Viewer) -> Scope:
    """The rows that `viewer` may see."""
    if viewer.scope is ScopeKind.ALL:
        return Scope(ScopeKind.ALL.value)
    if viewer.user_id is None:
        return Scope(viewer.scope.value, frozenset())
    users = _users(catalog, viewer)
    return Scope(viewer.scope.value, users, _shared(catalog, viewer.user_id), _whole_departments(catalog, users))


def viewer_of_account(account: Account) -> Viewer:
    """The viewer behind an account."""
    return Viewer(account.name, account.scope, account.crm_user_id, account.login)


def viewer_of_user(catalog: Catalog, name: str) -> Viewer:
    """The CRM user called exactly `name`: sees self and subordinates where someone reports to them, else self.

    Raises `MingjingError` with the nearest names when none, and with their keys when several users are called so.
    """
    users = catalog.entity("users")
    found = users.filter((pl.col("name") == name) | (pl.col("login") == name) | (pl.col("label") == name))
    if found.height == 0:
        raise MingjingError(_("Unknown viewer '{name}'.{hint}").format(name=name, hint=_candidates(name, users)))
    if found.height > 1:
        raise MingjingError(
            _("Several users are called '{name}': {known}. Give one of these.").format(
                name=name, known=", ".join(found["label"])
            )
        )
    user_id = int(found["user_id"][0])
    leads_others = users.filter(pl.col("manager_id") == user_id).height > 0
    kind = ScopeKind.SUBORDINATES if leads_others else ScopeKind.SELF
    return Viewer(found["label"][0], kind, user_id, found["login"][0] or "")


def _candidates(name: str, users: pl.DataFrame) -> str:
    known = [*users["name"].drop_nulls(), *users["login"].drop_nulls()]
    part = name.strip().casefold()
    holding = [each for each in known if part and part in each.casefold()]
    if len(holding) > 1 or (holding and not did_you_mean(name, known)):
        return f" Those called so in part: {', '.join(sorted(set(holding))[:MOST_CANDIDATES])}."
    some = sorted(users.filter(pl.col("user_id") != UNKNOWN_KEY)["label"].drop_nulls())
    known_ones = f" Give a login or an exact name, as one of: {', '.join(some[:MOST_CANDIDATES])}." if some else ""
    return did_you_mean(name, known) or known_ones or " The store has no users: ask without --viewer."


def _users(catalog: Catalog, viewer: Viewer) -> frozenset[int]:
    users = catalog.entity("users")
    own = frozenset({viewer.user_id}) if viewer.user_id is not None else frozenset()
    match viewer.scope:
        case ScopeKind.SUBORDINATES:
            return own | _below(users, own)
        case ScopeKind.DEPARTMENT | ScopeKind.DEPARTMENT_TREE:
            mine = users.filter(pl.col("user_id").is_in(list(own)))["department_id"].drop_nulls()
            mine = mine.filter(mine != UNKNOWN_KEY)
            if viewer.scope is ScopeKind.DEPARTMENT_TREE:
                return own | frozenset(catalog.users_below(mine))
            return own | frozenset(users.filter(pl.col("department_id").is_in(mine.implode()))["user_id"])
        case _:
            return own


def _below(users: pl.DataFrame, top: frozenset[int]) -> frozenset[int]:
    reached: frozenset[int] = top
    while True:
        reports = users.filter(pl.col("manager_id").is_in(list(reached)))["user_id"]
        grown = reached | frozenset(reports)
        if grown == reached:
            return reached
        reached = grown


def _whole_departments(catalog: Catalog, users: frozenset[int]) -> frozenset[int]:
    """The departments that have people, at or below them, and none outside `users`."""
    above = departments_above(catalog.entity("departments"))
    people = catalog.entity("users").select("department_id", pl.col("user_id").is_in(list(users)).alias("seen"))
    whole = above.join(people, on="department_id").group_by("above_id").agg(pl.col("seen").all())
    return frozenset(whole.filter("seen")["above_id"])


def _shared(catalog: Catalog, user_id: int) -> frozenset[int]:
    members = catalog.entity("customer_members").filter(pl.col("user_id") == user_id)
    return frozenset(members["customer_id"].drop_nulls())


def _is_in(column: pl.Series, keys: frozenset[int]) -> pl.Expr:
    wanted = pl.Series(sorted(keys), dtype=column.dtype)
    return pl.col(column.name).is_in(wanted.implode()).fill_null(value=False)
