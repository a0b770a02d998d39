"""The alerts that a person has written, and those of others that tell them: pause, mute, change, delete."""

import streamlit as st

from datasource.alerts.keeping import KeptRule, delete_rule, pause_rule, rules_for
from datasource.alerts.rule import AUDIENCES, check_rule
from datasource.errors import MingjingError
from datasource.people.account import Role
from datasource.people.accounts import list_accounts
from datasource.texts import _
from widgets.blocks.reading import Reading
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.panels.alert_form import begin, show_form
from widgets.panels.alert_notices import kept_for, muting
from widgets.panels.alert_words import rule_text
from widgets.state.session import Slot

KEY = Slot.ALERTS.value
PARAM, NEW = "rule", "new"


def show_rules(reading: Reading) -> None:
    """The form while one is written or changed, else the list."""
    database, account = kept_for(reading)
    kept = rules_for(database, account)
    asked = link.own(PARAM)
    own = {str(one.rule_id): one for one in kept if one.owner_id == account.account_id}
    if asked == NEW or asked in own:
        show_form(reading, own.get(asked), _close)
        return
    st.button(
        _("New alert"), key=f"{KEY}_new", type="primary", icon=":material/add_alert:", on_click=_open, args=(None,)
    )
    if not kept:
        st.info(_("You have no alerts yet. One watches a number and tells you when it leaves its usual course."))
    names = {one.account_id: one.name for one in list_accounts(database)} if len(own) < len(kept) else {}
    for one in kept:
        _show(one, reading, "" if one.owner_id == account.account_id else names.get(one.owner_id, "—"))


def _show(kept: KeptRule, reading: Reading, owner: str) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", gap="xsmall"),
    ):
        badges = "".join(
            f" :gray-badge[{plain(text)}]"
            for text, holds in (
                (_("paused"), kept.is_paused),
                (_("muted"), kept.is_muted),
                (_("by {owner}").format(owner=owner), bool(owner)),
                (_(AUDIENCES[kept.rule.audience]), not owner),
            )
            if holds
        )
        st.markdown(
            f"**{plain(kept.rule.name)}**{badges}  \n:small[{plain(rule_text(kept.rule, reading))}]{_ill(kept)}",
            width="stretch",
        )
        if owner:
            label = _("Hear of it again") if kept.is_muted else _("Mute")
            st.button(
                label, key=f"{KEY}_mute_{kept.rule_id}", on_click=muting(reading, kept.rule_id, muted=not kept.is_muted)
            )
        else:
            _acts(kept, reading)


def _ill(kept: KeptRule) -> str:
    """Why a rule cannot be judged any more, where the metric or field that it names is gone."""
    try:
        check_rule(kept.rule, Role.ADMINISTRATOR)
    except MingjingError as reason:
        return f"  \n:red[{plain(str(reason))}]"
    return ""


def _acts(kept: KeptRule, reading: Reading) -> None:
    database, account = kept_for(reading)
    key = f"{KEY}_{{act}}_{kept.rule_id}".format
    st.button(_("Change it"), key=key(act="edit"), on_click=_open, args=(kept,))
    st.button(
        _("Resume") if kept.is_paused else _("Pause"), key=key(act="pause"),
        on_click=lambda: pause_rule(database, account, kept.rule_id, paused=not kept.is_paused),
    )  # fmt: skip
    with st.popover(_("Delete"), key=key(act="ask")):
        st.markdown(_("Delete this alert and everything that it has told?"))
        st.button(
            _("Delete it"), key=key(act="delete"), type="primary",
            on_click=lambda: delete_rule(database, account, kept.rule_id),
        )  # fmt: skip


def _open(kept: KeptRule | None) -> None:
    begin(kept)
    link.put_own(PARAM, NEW if kept is None else str(kept.rule_id))


def _close() -> None:
    link.drop_own(PARAM)
