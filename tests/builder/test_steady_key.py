"""A widget whose value is changed from elsewhere gets another key; one that a person changes keeps it."""

from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from widgets.state.session import steady_key, widget_value

wanted = st.session_state.setdefault("wanted", ["a"])
key = steady_key("list", wanted, unfinished=lambda held: held == [])
choose = lambda: st.session_state.update(wanted=widget_value(key))
st.multiselect("List", ["a", "b", "c"], wanted, key=key, on_change=choose)
"""


def shown(app: AppTest) -> tuple[str | None, list[str]]:
    assert not app.exception
    (one,) = app.multiselect
    return one.key, one.value


def test_a_choice_keeps_its_key_and_a_change_from_elsewhere_makes_another() -> None:
    app = AppTest.from_string(SCRIPT).run()
    assert shown(app) == ("list_1", ["a"])
    app.multiselect[0].select("b").run()
    assert shown(app) == ("list_1", ["a", "b"])
    app.session_state["wanted"] = ["c"]
    app.run()
    assert shown(app) == ("list_2", ["c"])


def test_an_unfinished_choice_is_left_alone() -> None:
    app = AppTest.from_string(SCRIPT).run()
    app.multiselect[0].set_value([]).run()
    app.session_state["wanted"] = ["c"]
    app.run()
    assert shown(app) == ("list_1", [])


def test_a_value_that_the_widget_has_as_its_default_is_never_told_apart_from_it() -> None:
    """What is only set, and reached by two quick runs together, would be sent back as an empty choice."""
    app = AppTest.from_string(SCRIPT).run()
    assert shown(app) == ("list_1", ["a"])
    assert app.multiselect[0].proto.default == [0]
    assert not app.multiselect[0].proto.set_value
    app.session_state["wanted"] = ["c"]
    app.run()
    assert shown(app) == ("list_2", ["c"])
    assert app.multiselect[0].proto.default == [2]
