"""The hand-made panels of the performance pages, by name."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from widgets.blocks.reading import Reading
from widgets.panels.ageing import FIGURES, show_ages, show_by, show_figure, show_owners
from widgets.panels.growth import show_growth, show_growth_table
from widgets.panels.split_detail import show_split_detail

GROWING = ("contract_count", "contract_amount", "received_amount")

PERFORMANCE_PANELS: Mapping[str, Callable[[Reading], None]] = MappingProxyType(
    {
        **{f"growth_{name}": partial(show_growth, name) for name in GROWING},
        **{f"growth_table_{name}": partial(show_growth_table, name) for name in GROWING},
        "split_detail": show_split_detail,
        **{f"ageing_{name}": partial(show_figure, name) for name in FIGURES},
        "ageing_bars": show_ages,
        "ageing_owners": show_owners,
        "ageing_by_owner": partial(show_by, "owner"),
        "ageing_by_customer": partial(show_by, "customer"),
    }
)
