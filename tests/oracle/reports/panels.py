"""What a panel of a page would show: the answers that it hands to the tile, caught instead of drawn."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from dashboards.compile import View
from dashboards.model import Chart
from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Query
from datasource.result import Result
from datasource.scope import Viewer
from widgets.state.cache import Shared


@dataclass(frozen=True)
class Reads:
    """As much of a `Reading` as a panel needs to ask its questions."""

    catalog: Catalog
    viewer: Viewer
    view: View

    @property
    def shared(self) -> Shared:
        """What all readers of this version share."""
        return Shared(self.catalog)

    def answer(self, query: Query) -> Result:
        """The answer over the rows that the person may see."""
        return answer(self.catalog, query, self.viewer)

    def report(self, make: Callable[..., Any], *about: Any) -> Any:
        """What a report says of the rows that the person may see."""
        return make(self.catalog, self.viewer, *about)


def shown(panel: Callable[[Any], None], reads: Reads, address: Mapping[str, str] | None = None) -> tuple[Chart, Result]:
    """The one chart of `panel` with its answer; `address` holds the panel's own parameters."""
    caught: list[tuple[Chart, Result]] = []
    module = getattr(panel, "func", panel).__module__
    with ExitStack() as stack:
        own = (address or {}).get
        stack.enter_context(patch(f"{module}.link.own", lambda name: own(name, "")))
        stack.enter_context(
            patch(f"{module}.show_answer", lambda _key, _title, chart, result, *_more: caught.append((chart, result)))
        )
        panel(reads)
    (one,) = caught
    return one
