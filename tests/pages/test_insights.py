"""The pages of insights as people open them: too few records to tell anything, in one sentence."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


@pytest.mark.parametrize("login", ["boss", "bob"])
@pytest.mark.parametrize("outcome", ["won", "churn", "cycle", "satisfaction"])
def test_too_few_records_have_no_drivers(opened: Open, login: str, outcome: str) -> None:
    page = opened("pages/insights/drivers.py", login, outcome=outcome)
    assert not page.exception
    (told,) = (one.value for one in page.info)
    assert "At least 50 rows with a known outcome" in told
