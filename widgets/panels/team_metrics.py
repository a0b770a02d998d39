"""The team metrics in the metric dictionary: what each means, whose it is, who vouches for it, and where it is used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboards.access import may_certify
from dashboards.library import Kept, Library, users
from dashboards.store import Stored
from datasource.calculation import Buckets, Calculation, Cases, Groups
from datasource.errors import MingjingError
from datasource.metrics.defined import canonical_names
from datasource.metrics.metric import told
from datasource.metrics.registry import metric
from datasource.people.account import Account
from datasource.people.accounts import list_accounts
from datasource.people.audit import Action, record
from datasource.people.database import AppDatabase
from datasource.result import Unit
from datasource.texts import _, language, plural
from widgets.format import as_typed, day
from widgets.state.session import Key, Slot

MOST = 50
"""The most team metrics that are listed at a time; searching finds the others."""


TOLD: Key[tuple[str, bool]] = Key(Slot.TEAM_TOLD, lambda: ("", True))
"""What came of the last act, and whether it went well."""


@dataclass(frozen=True)
class Team:
    """The person at the dictionary. `boards` are all boards, `may_see` says which of them the person may open, and
    `show_link` draws the link to one; `again` takes the seat anew, for callbacks.
    """

    account: Account
    database: AppDatabase
    library: Library
    today: date
    boards: Callable[[], tuple[Stored, ...]]
    may_see: Callable[[Stored], bool]
    show_link: Callable[[Stored], None]
    again: Callable[[], "Team"]


@dataclass(frozen=True)
class Card:
    """A team metric with what is told of it, in the reader's language."""

    kept: Kept
    formula: str
    unit: Unit | None
    facts: tuple[str, ...]

    def holds(self, words: list[str]) -> bool:
        """Whether each of the words stands somewhere in it."""
        one = self.kept.entry.calculation
        text = " ".join((one.id, one.label, one.definition, self.formula, *self.facts)).casefold()
        return all(word in text for word in words)


def show_team_metrics(team: Team, search: str, units: dict[Unit, str]) -> int:
    """A section with the team metrics that hold every word of `search`; how many these are. Nothing without any."""
    cards = [_card(kept, owner, units) for kept, owner in _shared(team)]
    if not cards:
        return 0
    found = [card for card in cards if card.holds(search.casefold().split())]
    st.subheader(_("Team metrics"), anchor=False)
    _show_told()
    st.caption(plural("{count} team metric", "{count} team metrics", len(found)))
    boards = team.boards() if found else ()
    for card in found[:MOST]:
        _show(card, team, boards)
    if len(found) > MOST:
        st.caption(_("The first {most} are shown; search for the others.").format(most=MOST))
    return len(found)


def _shared(team: Team) -> Iterator[tuple[Kept, str]]:
    """Every team metric by label, with its owner."""
    shared = [one for one in team.library.offered(team.account.account_id) if one.entry.shared]
    names = {one.account_id: one.name for one in list_accounts(team.database)} if shared else {}
    for kept in sorted(shared, key=lambda one: one.entry.calculation.label.casefold()):
        yield kept, names.get(kept.owner_id, "")


def _card(kept: Kept, owner: str, units: dict[Unit, str]) -> Card:
    entry = kept.entry
    formula, unit = readable(entry.calculation)
    facts = [_(units[unit])] if unit else []
    facts.append(_("From {owner}").format(owner=owner))
    if entry.saved_on:
        facts.append(_("saved {day}").format(day=day(entry.saved_on, language())))
    if entry.certified_by:
        since = day(entry.certified_on, language())
        facts.append(_("✓ certified by {login} on {day}").format(login=entry.certified_by, day=since))
    return Card(kept, formula, unit, tuple(facts))


def readable(one: Calculation) -> tuple[str, Unit | None]:
    """What the calculation says as one line, with a metric's unit; why it says nothing where a name of it is gone."""
    try:
        name = canonical_names((one,))[one.id]
    except MingjingError as error:
        return str(error), None
    if one.holds == "metric":
        made = metric(name)
        return made.formula(), made.unit
    return _members(getattr(one, one.body)), None


def _members(body: Buckets | Groups | Cases) -> str:
    match body:
        case Buckets():
            return f"{body.field}: {', '.join(f'{edge:g}' for edge in body.edges)}"
        case Groups():
            told_groups = [f"{group.label} = {', '.join(group.members)}" for group in body.groups]
            return f"{body.field}: {'; '.join(filter(None, (*told_groups, body.others)))}"
        case Cases():
            cases = [f"{case.label} where {' and '.join(map(told, case.where))}" for case in body.cases]
            return f"{body.subject}: {'; '.join(filter(None, (*cases, body.others)))}"


def _show(card: Card, team: Team, boards: tuple[Stored, ...]) -> None:
    kept = card.kept
    one, mark = kept.entry.calculation, " ✓" if kept.entry.certified_by else ""
    with st.expander(f"{as_typed(one.label)}{mark}", key=f"{Slot.TEAM_METRIC.value}_{_slot(kept)}"):
        if one.definition:
            st.markdown(as_typed(one.definition))
        st.code(card.formula, language=None, wrap_lines=True)
        st.caption(as_typed(" · ".join(card.facts)))
        _uses(kept, team, boards)
        if may_certify(team.account):
            label = _("Take the certification back") if mark else _("Certify")
            st.button(
                label,
                key=f"{Slot.TEAM_METRIC.value}_certify_{_slot(kept)}",
                on_click=lambda: _told(lambda: certify(team.again(), kept, wanted=not mark)),
            )


def _uses(kept: Kept, team: Team, boards: tuple[Stored, ...]) -> None:
    """The boards with a copy of it: links to those that the person may open, a count of the others."""
    using = [stored for stored in boards if users(kept.name, (stored.board,))]
    seen = [stored for stored in using if team.may_see(stored)]
    if not using:
        st.caption(_("No board uses it."))
        return
    st.caption(plural("{count} board uses it", "{count} boards use it", len(using)))
    with st.container(horizontal=True, gap="small"):
        for stored in seen:
            team.show_link(stored)


def certify(team: Team, seen: Kept, *, wanted: bool) -> str:
    """Vouch for a team metric as it was seen, or (not `wanted`) no longer; the sentence that says so."""
    if not may_certify(team.account):
        raise MingjingError(_("Only managers and administrators certify team metrics."))
    login, label = team.account.login, seen.entry.calculation.label
    kept = team.library.certify(seen, login if wanted else "", team.today)
    record(team.database, login, Action.METRIC_CERTIFIED if wanted else Action.METRIC_NOT_CERTIFIED, kept.name, label)
    if wanted:
        return _("“{label}” is certified.").format(label=label)
    return _("“{label}” is no longer certified.").format(label=label)


def _told(act: Callable[[], str]) -> None:
    """Do it over the team metric as it was drawn, before anything is read anew; the next run says what came of it."""
    try:
        TOLD.set((act(), True))
    except MingjingError as error:
        TOLD.set((str(error), False))


def _show_told() -> None:
    text, well = TOLD.get()
    TOLD.clear()
    if text:
        (st.success if well else st.error)(as_typed(text))


def _slot(kept: Kept) -> str:
    return kept.name.replace("/", "_")
