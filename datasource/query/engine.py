"""The engine and the scope of one catalog, made once and shared by every question."""

from datasource.catalog.catalog import Catalog
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


def scope_of(catalog: Catalog, viewer: Viewer) -> Scope:
    """The viewer's resolved scope, worked out once per version."""
    with catalog.lock:
        known = catalog.kept.setdefault("scopes", {})
        assert isinstance(known, dict)
        if viewer not in known:
            known[viewer] = resolve(catalog, viewer)
        scope: Scope = known[viewer]
        return scope
