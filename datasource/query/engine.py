"""The engine and the scope of one catalog, made once and shared by every question."""

from datasource.catalog.catalog import Catalog
from datasource.catalog.overlay import OVERLAID, Overlay
from datasource.engines.facts import Facts
from datasource.engines.polars_native import PolarsEngine
from datasource.scope import Scope, Viewer, resolve


def engine_of(catalog: Catalog) -> PolarsEngine:
    """The catalog's engine, made at first use."""
    with catalog.lock:
        made = catalog.kept.get("engine")
        if not isinstance(made, PolarsEngine):
            made = PolarsEngine(Facts(catalog))
            catalog.kept["engine"] = made
        return made


def under(catalog: Catalog, overlay: Overlay) -> Catalog:
    """The same version under other edits of the app, as a catalog of its own that shares whatever no edit touches."""
    with catalog.lock:
        other = catalog.under(overlay)
        other.kept["scopes"] = dict(_scopes(catalog))
        made = catalog.kept.get("engine")
        if isinstance(made, PolarsEngine):
            other.kept["engine"] = PolarsEngine(made.facts.over(other, OVERLAID))
    return other


def scope_of(catalog: Catalog, viewer: Viewer) -> Scope:
    """The viewer's resolved scope, worked out once per version."""
    with catalog.lock:
        known = _scopes(catalog)
        if viewer not in known:
            known[viewer] = resolve(catalog, viewer)
        return known[viewer]


def _scopes(catalog: Catalog) -> dict[Viewer, Scope]:
    """The scopes that have been worked out so far."""
    known = catalog.kept.setdefault("scopes", {})
    assert isinstance(known, dict)
    return known
