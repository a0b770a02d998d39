"""A drawing's views, one inside the other: layers, small charts, parts side by side."""

from collections.abc import Callable
from typing import Any

Encoding = dict[str, Any]
Folded = tuple[str, ...]


def with_encodings(
    spec: dict[str, Any], change: Callable[[Encoding, Folded], Encoding], folded: Folded = ()
) -> dict[str, Any]:
    """A copy of `spec` in which the encoding of every view is what `change` makes of it; `spec` stays as it is.

    `change` is told as well which measures the view folds into one field, by itself or by one that it stands in.
    """
    folded = next((tuple(one["fold"]) for one in spec.get("transform", ()) if "fold" in one), folded)
    made = dict(spec)
    for key in {"layer", "hconcat", "vconcat"} & spec.keys():
        made[key] = [with_encodings(part, change, folded) for part in spec[key]]
    if "spec" in spec:
        made["spec"] = with_encodings(spec["spec"], change, folded)
    if "encoding" in spec:
        made["encoding"] = change(spec["encoding"], folded)
    return made
