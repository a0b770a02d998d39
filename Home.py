"""Mingjing's entry: serves the app, then, at each run, signs people in and opens the menu."""

import streamlit as st

from widgets.shell import menu, sign_in
from widgets.shell.door import signed_in
from widgets.shell.serving import MIDDLEWARE, ROUTES, lifespan

app = st.App("Home.py", routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)

if __name__ == "__main__":
    st.set_page_config(page_title="Mingjing", page_icon="🪞", layout="wide")
    sign_in.hand_over_cookie()
    if signed_in() is None:
        sign_in.run()
    else:
        menu.run()
