"""The hand-made panels that ready pages may name in a tile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from widgets.blocks.reading import Reading
from widgets.panels.customers import show_channel_table, show_channels, show_conversion, show_conversion_table
from widgets.panels.funnel import PARAMS, show_funnel


@dataclass(frozen=True)
class Panel:
    """A panel: how it is drawn, and the parameters of the address that are its own."""

    show: Callable[[Reading], None]
    params: tuple[str, ...] = ()


PANELS: Mapping[str, Panel] = MappingProxyType(
    {
        "channels": Panel(show_channels),
        "channel_table": Panel(show_channel_table),
        "conversion": Panel(show_conversion),
        "conversion_table": Panel(show_conversion_table),
        "funnel": Panel(show_funnel, PARAMS),
    }
)
