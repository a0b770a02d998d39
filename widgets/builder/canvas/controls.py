"""The controls of the filter bar by name: what each is called, and which may be offered."""

from datasource.metrics.registry import DIMENSIONS
from datasource.texts import N_, _

OWN = {"period": N_("Period"), "grain": N_("Time step"), "compare": N_("Comparison")}


def control_names() -> tuple[str, ...]:
    """Every control that a board may show: period, time step, comparison, then the dimensions by label."""
    return (*OWN, *sorted(DIMENSIONS, key=control_label))


def control_label(name: str) -> str:
    """What a control is called in the reader's language; its own name when the registry does not have it."""
    if name in OWN:
        return _(OWN[name])
    return _(DIMENSIONS[name].label) if name in DIMENSIONS else name
