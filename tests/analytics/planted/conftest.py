"""Three demo companies, each made once."""

from functools import lru_cache

import pytest

from tests.sample.conftest import Tables, made

SEEDS = (7, 11, 23)


@lru_cache(maxsize=len(SEEDS))
def demo(seed: int) -> Tables:
    """The demo company of a seed, as large as it is shown."""
    return made(seed, 1.0)


@pytest.fixture(params=SEEDS, scope="session")
def company(request: pytest.FixtureRequest) -> Tables:
    """Each of the companies in turn."""
    return demo(request.param)
