"""The address bar: the one place where the filter bar's choice is kept while a person works.

Widgets show what the address says and change it; nothing else remembers. Pages share what a person has chosen: one that
opens without parameters takes over those of the page before that it understands.
"""

from collections.abc import Collection, Sequence

import streamlit as st

from dashboards.model import Controls
from widgets.controls.choice import Choice
from widgets.controls.view_url import Reading, link_names, read_link, write_link
from widgets.state.session import Key, Slot

KEPT: Key[dict[str, list[str]]] = Key(Slot.FILTERS_KEPT, dict)
SHOWN: Key[str] = Key(Slot.PAGE_SHOWN, str)


def chosen(page: str, controls: Controls, beside: Collection[str] = ()) -> Reading:
    """What the address asks of `page`; at its first run without parameters, what the page before was asked."""
    params = _params()
    names = link_names(controls)
    if SHOWN.get() != page:
        SHOWN.set(page)
        kept = {name: values for name, values in KEPT.get().items() if name in names}
        if kept and not any(name in params for name in names):
            params = {**params, **kept}
            st.query_params.from_dict(params)
    return read_link(params, controls, beside)


def change(controls: Controls, beside: Collection[str], **parts: object) -> None:
    """Put other parts of the choice into the address."""
    _write(read_link(_params(), controls, beside).choice.with_(**parts), controls, beside)


def pick(controls: Controls, beside: Collection[str], dimension: str, members: Sequence[str]) -> None:
    """Put other members of a dimension into the address."""
    _write(read_link(_params(), controls, beside).choice.with_pick(dimension, members), controls, beside)


def reset(controls: Controls, beside: Collection[str]) -> None:
    """Take the choice out of the address: the board as it opens."""
    _put({}, controls, beside)


def _write(choice: Choice, controls: Controls, beside: Collection[str]) -> None:
    _put(write_link(choice, controls), controls, beside)


def _put(params: dict[str, list[str]], controls: Controls, beside: Collection[str]) -> None:
    others = {name: values for name, values in KEPT.get().items() if name not in link_names(controls)}
    KEPT.set({**others, **params})
    st.query_params.from_dict({**{name: values for name, values in _params().items() if name in beside}, **params})


def _params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def own(name: str) -> str:
    """A parameter that belongs to the page or one of its panels; empty when the address has none."""
    return st.query_params.get(name, "")


def own_values(name: str) -> list[str]:
    """Every value that the address gives such a parameter."""
    return st.query_params.get_all(name)


def put_own(name: str, value: str) -> None:
    """Put such a parameter into the address."""
    st.query_params[name] = value


def put_own_values(name: str, values: Sequence[str]) -> None:
    """Put every value of such a parameter into the address; none takes it out."""
    if values:
        st.query_params[name] = list(values)
    else:
        drop_own(name)


def drop_own(name: str) -> None:
    """Take such a parameter out of the address."""
    st.query_params.pop(name, None)
