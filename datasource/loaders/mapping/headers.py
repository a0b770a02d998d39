"""Names of columns as a mapping says them → as they stand in a source: exactly, else folded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """`CloseDate`, `Close Date` and `close_date` are one: case, blanks, `_` and `-` do not count."""
    return "".join(mark for mark in name.casefold() if mark not in "_-" and not mark.isspace())


class Header:
    """The columns of one source, to find a name among them."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self._columns = frozenset(columns)
        folded = Counter(map(fold_name, columns))
        self._folded = {fold_name(column): column for column in columns if folded[fold_name(column)] == 1}

    def find(self, name: str) -> str | None:
        """The column that `name` means: that very one, else the only one that is the same when folded."""
        return name if name in self._columns else self._folded.get(fold_name(name))

    def first(self, names: Iterable[str]) -> str | None:
        """The column that the first of `names` means that is there."""
        return next((found for name in names if (found := self.find(name)) is not None), None)
