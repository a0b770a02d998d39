"""Which members a reader may name: all that they may see, also past the first ones that a list offers."""

import pytest

from datasource.catalog.catalog import Catalog
from datasource.scope import OPERATOR
from widgets.state.cache import Shared


def test_a_member_past_the_end_of_a_list_is_known_and_a_stranger_is_not(
    tiny: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Shared(tiny)
    first, *_others, last = shared.values("owner", OPERATOR)
    monkeypatch.setattr(Shared, "values", lambda _self, _field, _viewer: (first,))
    assert [shared.is_member("owner", name, OPERATOR) for name in (first, last, last[:-1])] == [True, True, False]
