"""How far a load is: one line on a terminal, drawn over again; nothing elsewhere."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO

Progress = Callable[[str, int], None]
"""Is told what is worked on, and how many rows of it were done since it was told last."""

_EVERY = 0.1
_WIDTH = 24


def silent(_what: str, _rows: int) -> None:
    """Say nothing."""


@dataclass
class Line:
    """A line on `stream` that says which of `steps` things is worked on, its rows and the rows a second."""

    steps: int
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _seen: dict[str, int] = field(default_factory=dict)
    _started: float = field(default_factory=monotonic)
    _drawn: float = 0.0

    def __call__(self, what: str, rows: int) -> None:
        """Count `rows` of `what`, and draw the line anew when the last one is old."""
        fresh = what not in self._seen
        self._seen[what] = self._seen.get(what, 0) + rows
        now = monotonic()
        if self.stream.isatty() and (fresh or now - self._drawn >= _EVERY):
            self._drawn = now
            done = min(len(self._seen), self.steps)
            bar = "█" * (_WIDTH * done // max(self.steps, 1))
            speed = sum(self._seen.values()) / max(now - self._started, 1e-6)
            told = f"{done}/{self.steps} {what}: {self._seen[what]:,} rows ({speed:,.0f} a second)"
            self.stream.write(f"\r\x1b[K{bar:·<{_WIDTH}} {told}")
            self.stream.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._drawn:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
