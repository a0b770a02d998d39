"""The hand-made panels that ready pages may name in a tile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from widgets.blocks.reading import Reading
from widgets.panels.funnel import PARAMS, show_funnel


@dataclass(frozen=True)
class Panel:
    """A panel: how it is drawn, and the parameters of the address that are its own."""

    show: Callable[[Reading], None]
    params: tuple[str, ...] = ()


PANELS: Mapping[str, Panel] = MappingProxyType({"funnel": Panel(show_funnel, PARAMS)})
