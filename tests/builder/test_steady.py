"""Widgets whose value may change from elsewhere: the one that is drawn now is heard, the one before it no more."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st  # noqa: PLC0415  (a script of its own)

    from widgets.state.session import steadily, steady_key  # noqa: PLC0415

    told: list[str] = []
    before = steady_key("name", "")
    st.text_input("Name", "", key=before)
    now = steady_key("name", "crm")
    steadily(before, lambda: told.append("before"))()
    steadily(now, lambda: told.append("now"))()
    st.markdown(f"{before} {now} {told}")


def test_a_widget_that_another_has_replaced_is_not_heard() -> None:
    page = AppTest.from_function(_page).run()
    assert page.markdown[0].value == "name_1 name_2 ['now']"
