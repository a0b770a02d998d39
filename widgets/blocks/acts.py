"""What a board's tile does besides showing its numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from datasource.question import Filter

Show = Callable[[], None]


@dataclass(frozen=True)
class Acts:
    """`take` gets the conditions of what was clicked, none when a click is taken back.

    `tools` are drawn beside the title, `below` under it; the marks that meet `marked` stand out.
    """

    take: Callable[[tuple[Filter, ...]], None]
    tools: Show
    below: Show
    marked: tuple[Filter, ...] = ()
