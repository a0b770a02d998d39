"""Keeping a calculation beyond its chart: for oneself or as a team metric; changing and deleting what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboards.access import may_build
from dashboards.library import Kept, users
from dashboards.model import Chart
from dashboards.shape import changed
from datasource.calculation import Calculation
from datasource.errors import MingjingError
from datasource.people.accounts import list_accounts
from datasource.people.audit import Action, record
from datasource.texts import _, plural
from widgets.builder.bench import Bench
from widgets.builder.calculating import fresh_id
from widgets.builder.notice import attempt
from widgets.format import as_typed
from widgets.state.session import Key, Slot, widget_value

EVERYWHERE, HERE = "everywhere", "here"
DROPPING: Key[str] = Key(Slot.BUILDER_DROPPING, str)
"""The kept calculation (by its name) of which the person is asked whether it shall be deleted."""


@dataclass(frozen=True)
class Standing:
    """What the edited calculation is a copy of, if anything, and whether that is the person's own."""

    kept: Kept | None
    is_mine: bool

    @property
    def is_shared(self) -> bool:
        """Whether it is a team metric of the person."""
        return self.is_mine and self.kept is not None and self.kept.entry.shared


def standing(held: Calculation | None, bench: Bench) -> Standing:
    """The library's entry behind the chart's calculation."""
    kept = bench.library.find(bench.account.account_id, held.saved) if held else None
    return Standing(kept, kept is not None and kept.owner_id == bench.account.account_id)


def owner_names(bench: Bench) -> Mapping[int, str]:
    """What the owners of team metrics are called."""
    return {one.account_id: one.name for one in list_accounts(bench.database)}


def show_standing(slot: str, stands: Standing, bench: Bench) -> None:
    """Whose the calculation is; its owner is asked whether a change is meant everywhere or in this chart alone."""
    kept = stands.kept
    if kept is None:
        return
    by = kept.entry.certified_by
    mark = f", ✓ {_('certified by {login}').format(login=by)}" if by else ""
    if not stands.is_mine:
        told = _("A team metric of {owner}{mark}. A change makes a copy of your own in this chart.")
        st.caption(as_typed(told.format(owner=owner_names(bench).get(kept.owner_id, ""), mark=mark)))
        return
    told = _("A team metric of yours{mark}.") if kept.entry.shared else _("One of your kept calculations{mark}.")
    words = {EVERYWHERE: _("wherever it is used"), HERE: _("in this chart alone, as a copy of its own")}
    st.caption(as_typed(told.format(mark=mark)))
    st.radio(_("A change holds"), list(words), 0, words.__getitem__, key=f"{slot}_reach", horizontal=True)


def saved_in_place(
    one: Calculation, held: Calculation | None, slot: str, stands: Standing, bench: Bench
) -> Calculation:
    """What the chart shall hold: the entry changed for everybody, the copy as it was, or a copy of its own."""
    if held is not None and changed(one, {"saved": held.saved}) == held:
        return held
    kept = stands.kept
    if kept is None or not stands.is_mine or widget_value(f"{slot}_reach") != EVERYWHERE:
        return one
    return _keep(one, kept.entry.calculation.id, bench, shared=kept.entry.shared, action=Action.METRIC_CHANGED)


def keep_apart(one: Calculation, stands: Standing, chart: Chart, bench: Bench, *, shared: bool) -> Calculation:
    """Keep it for oneself or for the team, in the place of one's own entry where there is one; the chart's copy."""
    own = {other.id: other.label for other in chart.calculations}
    if leaning := [own[name] for name in one.fields() if name in own]:
        told = _("It stands on “{label}” of this chart; only what stands on fields alone can be kept.")
        raise MingjingError(told.format(label=leaning[0]))
    entry_id = stands.kept.entry.calculation.id if stands.kept and stands.is_mine else _free_id(one, bench)
    return _keep(one, entry_id, bench, shared=shared, action=_turn(stands, shared=shared))


def _turn(stands: Standing, *, shared: bool) -> Action | None:
    if shared:
        return Action.METRIC_CHANGED if stands.is_shared else Action.METRIC_SHARED
    return Action.METRIC_TAKEN_BACK if stands.is_shared else None


def _free_id(one: Calculation, bench: Bench) -> str:
    return fresh_id(one.id, bench.library.taken(bench.account.account_id))


def _keep(one: Calculation, entry_id: str, bench: Bench, *, shared: bool, action: Action | None) -> Calculation:
    if not may_build(bench.account):
        raise MingjingError(_("You may not keep calculations."))
    account_id = bench.account.account_id
    kept = bench.library.keep(account_id, changed(one, {"id": entry_id}), shared=shared, today=bench.today)
    if action is not None and (shared or action is Action.METRIC_TAKEN_BACK):
        record(bench.database, bench.account.login, action, kept.name, one.label)
    return changed(kept.copy, {"id": one.id})


def show_dropping(slot: str, stands: Standing, bench: Bench) -> None:
    """The way to delete one's own entry, with how many boards use it; charts keep their copies."""
    kept = stands.kept
    if kept is None or not stands.is_mine:
        return
    if DROPPING.get() != kept.name:
        st.button(_("Delete from my library …"), key=f"{slot}_drop", on_click=lambda: DROPPING.set(kept.name))
        return
    st.warning(told_uses(kept, bench))
    with st.container(horizontal=True):
        st.button(
            _("Yes, delete"), key=f"{slot}_drop_yes", on_click=lambda: attempt(lambda: _drop(kept.name, bench.again()))
        )
        st.button(_("No, keep it"), key=f"{slot}_drop_no", on_click=DROPPING.clear)


def told_uses(kept: Kept, bench: Bench) -> str:
    """How many boards use the entry, and what becomes of them."""
    count = len(users(kept.name, (one.board for one in bench.boards.list_all())))
    if not count:
        return _("No board uses it.")
    return plural(
        "{count} board uses it and keeps its copy as it is now.",
        "{count} boards use it and keep their copies as they are now.",
        count,
    )


def _drop(name: str, bench: Bench) -> str:
    DROPPING.clear()
    kept = bench.library.find(bench.account.account_id, name)
    if kept is None or kept.owner_id != bench.account.account_id:
        raise MingjingError(_("This calculation is no longer in your library."))
    bench.library.drop(kept.owner_id, kept.entry.calculation.id)
    if kept.entry.shared:
        record(bench.database, bench.account.login, Action.METRIC_DELETED, name, kept.entry.calculation.label)
    return _("“{label}” is no longer kept; this chart has its copy.").format(label=kept.entry.calculation.label)
