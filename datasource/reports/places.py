"""The codes of administrative divisions, which maps are joined on."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.catalog.catalog import Catalog
from datasource.catalog.entities import places
from datasource.scope import Viewer


def place_codes(catalog: Catalog, viewer: Viewer, field: str) -> Mapping[str, str]:  # noqa: ARG001  (places are no one's)
    """The six-digit code of each member of `region` or `city` that the store knows a code of, by its name.

    The list of places itself is no one's rows: every viewer gets the same. Another `field` has no codes.
    """
    if field not in ("region", "city"):
        return MappingProxyType({})
    named = places(catalog.entity("regions")).select(field, f"{field}_code").drop_nulls()
    return MappingProxyType(dict(named.unique(field, keep="first", maintain_order=True).iter_rows()))
