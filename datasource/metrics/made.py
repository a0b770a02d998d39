"""What people have made and this process has met: calculated metrics and dimensions by their canonical names.

A canonical name says all that its calculation says (`datasource.metrics.defined`), so an entry is never changed, and
any question that carries its calculations can put back what was dropped to bound the memory.
"""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

from datasource.metrics.dimension import Dim
from datasource.metrics.metric import Metric

Item = TypeVar("Item")
MOST_KEPT = 20_000
FORMULA = "formula:"
"""How the name of a column begins that a row formula makes."""


class Made(Generic[Item]):
    """Entries by name; the one not used for longest goes first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._items: OrderedDict[str, Item] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> Item | None:
        """The entry called `name`, or None."""
        return self._items.get(name)

    def put(self, name: str, item: Item) -> None:
        """Keep `item` as `name`, as the one used last."""
        with self._lock:
            self._items[name] = item
            self._items.move_to_end(name)
            while len(self._items) > self._most:
                self._items.popitem(last=False)


METRICS_MADE: Made[Metric] = Made()
DIMENSIONS_MADE: Made[Dim] = Made()
FORMULAS_MADE: Made[str] = Made()
"""The text of a row formula, by the name of the column that it makes."""
IDS_MADE: Made[str] = Made()
"""The id that a person gave, by canonical name, whose beginning it is (a long one is cut there)."""
