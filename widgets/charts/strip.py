"""A drawing without what the page adds: the rows, the look's `config`, the schema's address."""

from typing import Any

import altair as alt
from altair.utils import schemapi

Drawing = alt.Chart | alt.LayerChart
ADDED_BY_THE_PAGE = ("$schema", "config", "data", "datasets")


def trust_drawings() -> None:
    """From now on this process checks no drawing against Vega-Lite's schema, which is half the time of making one.

    What a chart may say is checked before (`dashboards.check`); that each kind then draws by the schema, the tests do.
    """
    schemapi.disable_debug_mode()


def bare(drawing: Drawing) -> dict[str, Any]:
    """The Vega-Lite specification as plain data, checked against the schema unless `trust_drawings` was called."""
    spec: dict[str, Any] = drawing.to_dict(validate=schemapi.DEBUG_MODE)
    kept = _without(spec)
    return {**kept, "params": [_at_home(param, kept) for param in kept["params"]]} if "params" in kept else kept


def _at_home(param: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """Altair hangs a click in nested layers on all of them, which Vega refuses: it belongs to the one to be clicked."""
    views = param.get("views", [])
    return param if len(views) < 2 else {**param, "views": [name for name in _pointed(spec) if name in views]}


def _pointed(spec: dict[str, Any]) -> list[str]:
    """The names of the layers whose marks show that they can be clicked."""
    inner = [name for part in spec.get("layer", ()) for name in _pointed(part)]
    mark = spec.get("mark")
    return [*inner, spec["name"]] if isinstance(mark, dict) and mark.get("cursor") == "pointer" else inner


def _without(spec: dict[str, Any]) -> dict[str, Any]:
    """Layers inside layers name their rows again, which would hide the page's; a file beside the rows stays."""
    own = ("data",) if "url" in spec.get("data", {}) else ()
    kept = {key: value for key, value in spec.items() if key not in ADDED_BY_THE_PAGE or key in own}
    return {**kept, "layer": [_without(part) for part in kept["layer"]]} if "layer" in kept else kept


def layered(*drawings: Drawing, apart: bool = False) -> alt.LayerChart:
    """Drawings over each other; `apart` gives each its own value axis."""
    layers = alt.layer(*drawings)
    assert isinstance(layers, alt.LayerChart)
    together: alt.LayerChart = layers.resolve_scale(y="independent") if apart else layers
    return together
