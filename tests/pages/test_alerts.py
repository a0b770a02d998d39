"""The alert centre as people use it: write, try, save, read, mute; each of their own rows, and nothing lost."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from datasource.alerts.keeping import add_rule, delete_rule, rules_for
from datasource.alerts.notices import notices_of
from datasource.alerts.rows import AlertRuleRow
from datasource.alerts.rule import Audience
from datasource.alerts.telling import tell_all
from datasource.catalog.catalog import Catalog
from datasource.people.accounts import find_account
from datasource.question import Filter, Op
from tests.alerts.test_judging import rule
from tests.alerts.test_telling import STILL
from tests.pages.conftest import Tiny

Open = Callable[..., AppTest]
PAGE, COCKPIT = "pages/insights/alerts.py", "pages/cockpit/cockpit.py"


def said(page: AppTest) -> str:
    """Everything that the page says in words."""
    assert not page.exception
    told = [one.value for one in (*page.markdown, *page.caption, *page.info, *page.error, *page.success)]
    return "\n".join([*told, *(one.label for one in page.button)])


def cleared(served: Tiny) -> None:
    """No rule of anybody is left."""
    for login in served.sessions:
        person = find_account(served.database, login)
        for one in rules_for(served.database, person):
            if one.owner_id == person.account_id:
                delete_rule(served.database, person, one.rule_id)


def test_an_alert_is_tried_before_it_is_saved_and_judged_after(tiny_served: Tiny) -> None:
    cleared(tiny_served)
    page = tiny_served.open(PAGE, "boss", part="rules")
    assert "You have no alerts yet" in said(page)
    page.button(key="alerts_new").click().run()
    page.selectbox(key="alert_form_by").select("owner").run()
    page.segmented_control(key="alert_form_grain").select("month").run()
    assert "needs at least" in said(page), "half a year is too short to tell what is usual"
    page.selectbox(key="alert_form_measure").select("value").run()
    assert "Give the limit" in said(page)
    page.number_input(key="alert_form_limit").set_value(10.0).run()
    words = said(page)
    assert "It would have fired **2** times, for 2 of 2 watched, 2 ring now." in words
    table = page.dataframe[0].value
    assert table[["bucket", "member", "value"]].to_numpy().tolist()[0] == ["Jun 2024", "Dee", "¥0"]
    page.number_input(key="alert_form_calm").set_value(5.0).run()
    page.button(key="alert_form_save").click().run()
    assert "calm side of its limit" in said(page)
    assert page.number_input(key="alert_form_limit").value == 10.0, "nothing is lost"
    page.number_input(key="alert_form_calm").set_value(20.0).run()
    page.text_input(key="alert_form_name").set_value("Nobody sells").run()
    page.button(key="alert_form_save").click().run()
    assert "**Nobody sells**" in said(page)
    boss = find_account(tiny_served.database, "boss")
    assert [(one.entity, one.fired) for one in notices_of(tiny_served.database, boss)] == [("Dee", True), ("Bob", True)]


def test_notices_open_to_their_course_and_are_read_by_that(tiny_served: Tiny, tiny: Catalog) -> None:
    cleared(tiny_served)
    boss = find_account(tiny_served.database, "boss")
    add_rule(tiny_served.database, boss, rule(**STILL))
    tell_all(tiny_served.database, tiny)
    page = tiny_served.open_page(PAGE, "boss")
    assert "**2 unread notices**" in said(page)
    assert ":red[▲] **Large** · Bob — Contract amount in Mar 2024: ¥0, limit ¥10" in said(page)
    newest = notices_of(tiny_served.database, boss)[0]
    page.button(key=f"alerts_list_open_{newest.notice_id}").click().run()
    assert "**1 unread notice**" in said(page)
    assert page.query_params["notice"] == str(newest.notice_id)
    page.button(key=f"alerts_list_records_{newest.notice_id}").click().run()
    assert "No record fits" in said(page)
    page.button(key=f"alerts_list_mute_{newest.notice_id}").click().run()
    assert rules_for(tiny_served.database, boss)[0].is_muted
    page.button(key="alerts_list_read").click().run()
    assert "**0 unread notices**" in said(page)
    page.toggle(key="alerts_list_unread").set_value(True).run()
    assert "You have read everything." in said(page)


def test_everybody_sees_their_own_rows_on_page_and_cockpit(tiny_served: Tiny, tiny: Catalog) -> None:
    cleared(tiny_served)
    boss = find_account(tiny_served.database, "boss")
    add_rule(tiny_served.database, boss, rule(**STILL, name="Quiet", audience=Audience.EVERYONE))
    tell_all(tiny_served.database, tiny)
    page = tiny_served.open(COCKPIT, "bob")
    (line,) = (one.value for one in page.markdown if one.value.startswith(":red[▲]"))
    assert line.startswith(":red[▲] **Quiet** · Bob")
    assert "Dee" not in line
    assert "by Boss" in said(tiny_served.open(PAGE, "bob", part="rules"))
    assert not [one for one in tiny_served.open(PAGE, "bob", part="rules").button if one.label == "Change it"]
    home = tiny_served.open("Home.py", "bob")
    assert not home.exception


def test_a_rule_is_changed_paused_and_deleted(tiny_served: Tiny) -> None:
    cleared(tiny_served)
    boss = find_account(tiny_served.database, "boss")
    kept = add_rule(tiny_served.database, boss, rule(**STILL))
    page = tiny_served.open(PAGE, "boss", part="rules")
    page.button(key=f"alerts_edit_{kept.rule_id}").click().run()
    assert page.text_input(key="alert_form_name").value == "Large"
    assert page.number_input(key="alert_form_limit").value == 10.0
    page.number_input(key="alert_form_limit").set_value(20.0).run()
    page.button(key="alert_form_save").click().run()
    (changed,) = rules_for(tiny_served.database, boss)
    assert (changed.rule.limit, changed.edition) == (20.0, 2)
    page.button(key=f"alerts_pause_{kept.rule_id}").click().run()
    assert rules_for(tiny_served.database, boss)[0].is_paused
    page.button(key=f"alerts_delete_{kept.rule_id}").click().run()
    assert rules_for(tiny_served.database, boss) == ()


def test_a_rule_whose_metric_is_gone_says_so(tiny_served: Tiny) -> None:
    cleared(tiny_served)
    boss = find_account(tiny_served.database, "boss")
    kept = add_rule(tiny_served.database, boss, rule(**STILL))
    gone = kept.rule.model_copy(update={"metric": "gone", "where": (Filter(field="lost", op=Op.IN, value=("x",)),)})
    with tiny_served.database.session() as session:
        session.get_one(AlertRuleRow, kept.rule_id).body = gone.model_dump_json()
    page = tiny_served.open(PAGE, "boss", part="rules")
    assert "'gone' has no date" in said(page)
    page.button(key=f"alerts_edit_{kept.rule_id}").click().run()
    assert not page.exception


@pytest.mark.parametrize("login", ["boss", "bob"])
def test_too_short_a_past_has_no_anomalies(opened: Open, login: str) -> None:
    assert "No history is long enough" in said(opened(PAGE, login, part="anomalies"))


def test_readers_write_alerts_for_themselves_alone(opened: Open) -> None:
    page = opened(PAGE, "bob", part="rules", rule="new")
    assert not page.exception
    assert [one.label for one in page.segmented_control] == ["Part", "How often", "Fires when"]
    others = opened(PAGE, "bob", part="rules", rule="999")
    assert not others.exception
