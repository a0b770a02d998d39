"""Members that are good or bad by themselves, such as feelings: a drawing coloured by them says so by its colours."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from widgets.charts.look import Look
from widgets.charts.theme import graded_range, neutral_range
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

    A member without a verdict, such as what is unknown, stands last and grey. The spec stays as it is where a palette
    was chosen, and where there are too few or too many of a sort to tell them apart.
    """
    order = [member for member in verdicts if member in present]
    order += [member for member in present if member not in verdicts]
    told = tuple(verdicts.get(member) for member in order)
    shades, greys, neutral = graded_range(look, told), neutral_range(look), told.count(None)
    if look.palette or not shades or neutral > len(greys):
        return spec
    grey = iter(greys[-neutral:])
    painted = [next(grey) if verdict is None else shade for verdict, shade in zip(told, shades, strict=True)]
    scale = {"domain": order, "range": painted}

    def coloured(encoding: Encoding, _folded: Folded) -> Encoding:
        colour = encoding.get("color", {})
        return {**encoding, "color": {**colour, "scale": scale}} if colour.get("field") == field else encoding

    return with_encodings(spec, coloured)
