"""Sharing a board: with people, departments, roles or everyone, each with rights and a last day; and taking it back."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256

import streamlit as st

from dashboards.access import may_own, reshared, rights
from dashboards.model import Grant, Right, Share, Terms
from dashboards.shape import changed
from dashboards.store import Stored
from datasource.errors import MingjingError
from datasource.people.account import ROLE_LABELS, Role
from datasource.people.accounts import list_accounts
from datasource.people.audit import Action, record
from datasource.texts import N_, _, language, plural
from widgets.builder.bench import Bench
from widgets.builder.notice import attempt
from widgets.builder.preview_as import show_preview_as
from widgets.format import as_typed, day
from widgets.state.session import Slot, hold_widget, widget_value

Who = tuple[str, str]
EVERYONE: Who = ("everyone", "")
SIGNS = {"people": "👤", "departments": "🏢", "roles": "🎓", "everyone": "🌐"}
RIGHTS = {
    Right.VIEW: N_("View"),
    Right.EXPORT: N_("Export"),
    Right.EDIT: N_("Edit"),
    Right.RESHARE: N_("Share on"),
}
HABIT = (Right.VIEW, Right.EXPORT)


def show_sharing(stored: Stored, bench: Bench) -> None:
    """Whom the board is shared with and how, to be changed; each sees only the rows of their own scope."""
    key = f"{Slot.BOARDS_SHARE.value}_{stored.owner_id}_{stored.slug}"
    names = _names(stored, bench)
    _add(stored, bench, names, key)
    given = dict(granted(stored.board.share))
    if given:
        st.divider()
    for who, terms in given.items():
        _row(stored, bench, who, terms, names.get(who, who[1]), key)
    if given and may_own(bench.account, stored.owner_id):
        st.button(
            _("Take back from everybody"),
            key=f"{key}_back",
            on_click=lambda: attempt(lambda: share_board(bench.again(), stored, Share())),
        )
    show_preview_as(stored, bench, key)


def granted(share: Share) -> list[tuple[Who, Terms]]:
    """Everyone who is let in, with their terms: everyone, then people, departments and roles."""
    found: list[tuple[Who, Terms]] = [(EVERYONE, share.everyone)] if share.everyone is not None else []
    for kind in ("people", "departments", "roles"):
        found += [((kind, grant.to), grant) for grant in getattr(share, kind)]
    return found


def with_terms(share: Share, who: Who, terms: Terms | None) -> Share:
    """The share with other terms for one of them; None lets them out."""
    kind, name = who
    if kind == "everyone":
        return changed(share, {"everyone": terms})
    grants: tuple[Grant, ...] = getattr(share, kind)
    fresh = () if terms is None else (Grant(to=name, may=terms.may, until=terms.until, since=terms.since),)
    if any(grant.to == name for grant in grants):
        kept = tuple(part for grant in grants for part in (fresh if grant.to == name else (grant,)))
    else:
        kept = (*grants, *fresh)
    return changed(share, {kind: kept})


def share_board(bench: Bench, stored: Stored, wanted: Share) -> str:
    """Let exactly these see the board, and write down who was let in and who out."""
    owner_id, slug, actor = stored.owner_id, stored.slug, bench.account.login
    before = bench.boards.read(owner_id, slug).board.share
    wanted = _dated(before, wanted)
    check_share(bench, owner_id, before, wanted)
    bench.boards.share(owner_id, slug, wanted, actor)
    _note(bench, Action.BOARD_SHARED, slug, _added(before, wanted))
    _note(bench, Action.BOARD_TAKEN_BACK, slug, _added(wanted, before))
    if wanted == Share():
        return _("“{title}” is yours alone again.").format(title=stored.board.title)
    return _("“{title}” is shared with {people}.").format(title=stored.board.title, people=shared_with(wanted, bench))


def _dated(before: Share, wanted: Share) -> Share:
    """With the day on which each of those who are new is let in."""
    old = dict(granted(before))
    for who, terms in granted(wanted):
        if who not in old and terms.since is None:
            wanted = with_terms(wanted, who, changed(terms, {"since": date.today()}))
    return wanted


def check_share(bench: Bench, owner_id: int, before: Share, wanted: Share) -> None:
    """Raise `MingjingError` unless the person may turn `before` into `wanted`."""
    mine = rights(bench.guest, owner_id, before)
    if Right.RESHARE not in mine:
        raise MingjingError(_("You may not share this board; ask its owner."))
    if not may_own(bench.account, owner_id):
        reshared(before, wanted, mine)


def shared_with(share: Share, bench: Bench) -> str:
    """Whom a board is shared with, in a few words."""
    given = granted(share)
    if share.everyone is not None:
        return _("everyone")
    if len(given) > 3:
        return plural("{count} person or group", "{count} people or groups", len(given))
    departments = bench.departments
    labels = {"departments": lambda name: departments.get(name, name), "roles": _role}
    return ", ".join(labels.get(kind, str)(name) for (kind, name), _terms in given)


def _add(stored: Stored, bench: Bench, names: Mapping[Who, str], key: str) -> None:
    """The form that lets more in."""
    picked, may, until = f"{key}_people", f"{key}_may", f"{key}_until"
    free = {f"{kind}:{name}": label for (kind, name), label in names.items()}
    taken = {f"{kind}:{name}" for (kind, name), _terms in granted(stored.board.share)}
    options = [one for one in free if one not in taken]
    st.multiselect(
        _("Share with"),
        options,
        format_func=lambda one: free.get(one, one),
        key=picked,
        placeholder=_("People, departments, roles"),
    )
    if widget_value(may) is None:
        hold_widget(may, [right.value for right in HABIT])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _rights_pills(stored, bench, may)
        st.date_input(_("Until"), value=None, key=until, min_value=date.today(), width=170)

    def keep() -> str:
        chosen = [tuple(one.split(":", 1)) for one in widget_value(picked) or ()]
        if not chosen:
            raise MingjingError(_("Choose whom to share the board with."))
        terms = Terms(may=_chosen_rights(may), until=widget_value(until), since=date.today())
        again = bench.again()
        share = again.boards.read(stored.owner_id, stored.slug).board.share
        for kind, name in chosen:
            share = with_terms(share, (kind, name), terms)
        told = share_board(again, stored, share)
        hold_widget(picked, [])
        return told

    st.button(_("Share"), key=f"{key}_keep", type="primary", on_click=lambda: attempt(keep))
    st.caption(_("Everyone sees the board over the rows that they may see themselves."))


def _row(  # noqa: PLR0913, PLR0917  (whose row, and what it stands for)
    stored: Stored, bench: Bench, who: Who, terms: Terms, label: str, key: str
) -> None:
    """One of those who are let in: their rights, their last day, and the way out."""
    own = sha256(":".join(who).encode()).hexdigest()[:8]
    may, until = f"{key}_may_{own}", f"{key}_until_{own}"
    hold_widget(may, [right.value for right in Right if right in {Right.VIEW, *terms.may}])
    hold_widget(until, terms.until)

    def keep(*, out: bool = False) -> str:
        again = bench.again()
        share = again.boards.read(stored.owner_id, stored.slug).board.share
        fresh = None if out else changed(terms, {"may": _chosen_rights(may), "until": widget_value(until)})
        return share_board(again, stored, with_terms(share, who, fresh))

    st.markdown(f"{SIGNS[who[0]]} **{as_typed(label)}**{_ended(terms)}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _rights_pills(stored, bench, may, lambda: attempt(keep))
        st.date_input(_("Until"), key=until, width=150, label_visibility="collapsed", on_change=lambda: attempt(keep))
        st.button("✕", key=f"{may}_out", help=_("Take back"), on_click=lambda: attempt(lambda: keep(out=True)))


def _rights_pills(stored: Stored, bench: Bench, key: str, change: Callable[[], None] | None = None) -> None:
    """The rights that the person may give; seeing the board belongs to each."""
    mine = rights(bench.guest, stored.owner_id, stored.board.share)
    st.pills(
        _("May"),
        [right.value for right in Right if right in mine],
        format_func=lambda one: _(RIGHTS[Right(one)]),
        selection_mode="multi",
        key=key,
        label_visibility="collapsed",
        on_change=change,
    )


def _chosen_rights(key: str) -> tuple[Right, ...]:
    chosen = {Right.VIEW, *(Right(one) for one in widget_value(key) or ())}
    return tuple(right for right in Right if right in chosen)


def _names(stored: Stored, bench: Bench) -> dict[Who, str]:
    """Everyone whom the board could be shared with, as they are called."""
    accounts = [one for one in list_accounts(bench.database) if one.is_active and one.account_id != stored.owner_id]
    people = {("people", one.login): f"{one.name} · {one.login}" for one in accounts}
    departments = {("departments", key): label for key, label in bench.departments.items()}
    roles = {("roles", role.value): _role(role.value) for role in Role}
    return {EVERYONE: _("Everyone who can sign in"), **people, **departments, **roles}


def _role(name: str) -> str:
    return _(ROLE_LABELS[Role(name)]) if name in set(Role) else name


def _ended(terms: Terms) -> str:
    if terms.until is None or terms.until >= date.today():
        return ""
    return " · " + _("ended on {day}").format(day=day(terms.until, language()))


def _added(before: Share, after: Share) -> str:
    old = dict(granted(before))
    new = [who for who, terms in granted(after) if old.get(who) != terms]
    return ", ".join("*" if who == EVERYONE else who[1] if who[0] == "people" else f"{who[0]}:{who[1]}" for who in new)


def _note(bench: Bench, action: Action, slug: str, people: str) -> None:
    if people:
        record(bench.database, bench.account.login, action, slug, people)
