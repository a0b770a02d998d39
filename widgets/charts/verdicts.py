"""Members that are good or bad by themselves, such as feelings: a drawing coloured by them says so by its colours."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from widgets.charts.look import Look
from widgets.charts.theme import graded_range
from widgets.charts.views import Encoding, Folded, with_encodings

Verdict = bool | None
"""True good, False bad, None neither."""
VERDICTS: Mapping[str, Mapping[str, Verdict]] = MappingProxyType(
    {
        "feeling": {"positive": True, "unclear": None, "negative": False},
        "outcome": {"won": True, "open": None, "lost": False},
        "satisfaction": {
            "very_satisfied": True,
            "satisfied": True,
            "neutral": None,
            "dissatisfied": False,
            "very_dissatisfied": False,
        },
        "ticket_sla": {"met": True, "running": None, "breached": False},
    }
)
"""Of fields: their members from the best to the worst."""


def judged(
    spec: dict[str, Any], field: str, verdicts: Mapping[str, Verdict], present: Sequence[str], look: Look
) -> dict[str, Any]:
    """`spec` with its members of `field` from good to bad colours; `verdicts` are by the words that the rows hold.

    As it is where a palette was chosen, where a member has no verdict, or where too few are good or bad to tell.
    """
    order = [member for member in verdicts if member in present]
    shades = graded_range(look, tuple(verdicts[member] for member in order))
    if look.palette or not shades or set(order) != set(present):
        return spec
    scale = {"domain": order, "range": list(shades)}

    def coloured(encoding: Encoding, _folded: Folded) -> Encoding:
        colour = encoding.get("color", {})
        return {**encoding, "color": {**colour, "scale": scale}} if colour.get("field") == field else encoding

    return with_encodings(spec, coloured)
