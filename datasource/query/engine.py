"""The engine and the scope of one catalog, made once and shared by every question."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from datasource.catalog.catalog import Catalog
from datasource.catalog.overlay import OVERLAID, Overlay
from datasource.engines.facts import Facts
from datasource.engines.polars_native import PolarsEngine
from datasource.errors import MingjingError
from datasource.metrics.custom import nobody_owns, vocabulary_of
from datasource.metrics.spoken import speaking
from datasource.metrics.subjects.every import SUBJECTS
from datasource.scope import Scope, Viewer, resolve

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def in_its_words(
    door: Callable[Concatenate[Catalog, Asked], Answer],
) -> Callable[Concatenate[Catalog, Asked], Answer]:
    """`door` with every name understood as the catalog's own version of the data has it."""

    @wraps(door)
    def told(catalog: Catalog, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        with speaking(vocabulary_of(catalog.custom)):
            return door(catalog, *asked, **named)

    return told


def check_open(scope: Scope, subjects: Iterable[str]) -> None:
    """Refuse tables that belong to nobody to whoever does not see all data: 0 would be a wrong number."""
    if scope.users is None:
        return
    for name in subjects:
        if SUBJECTS[name].closed:
            raise MingjingError(nobody_owns(name))


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
        if not overlay.merges_as(catalog.overlay):
            return other
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
