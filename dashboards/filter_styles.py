"""Which styles each control of the canvas can have: the editor offers these, and a file may name no other."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

OF_CONTROL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "period": ("period", "range", "picker"),
        "grain": ("picker", "switch"),
        "compare": ("picker", "switch"),
    }
)
"""The styles of the controls that are no dimension, the usual one first."""
OF_MEASURED = ("picker", "switch", "range")
OF_NAMED = ("picker", "search", "switch")


def styles_of(field: str, measured: Collection[str]) -> tuple[str, ...]:
    """The styles of the control of `field`, the usual one first; `measured` are the dates and numbers."""
    return OF_CONTROL.get(field) or (OF_MEASURED if field in measured else OF_NAMED)
