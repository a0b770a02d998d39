"""The codes of administrative divisions, which maps are joined on."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.catalog.catalog import Catalog
from datasource.catalog.entities import places


def place_codes(catalog: Catalog) -> Mapping[str, Mapping[str, str]]:
    """Of `region` and of `city`: the six-digit code of each member that the store knows a code of, by its name.

    The list of places itself is no one's rows: every viewer gets the same.
    """
    named = places(catalog.entity("regions"))
    found = {}
    for field in ("region", "city"):
        known = named.select(field, f"{field}_code").drop_nulls().unique(field, keep="first", maintain_order=True)
        found[field] = MappingProxyType(dict(known.iter_rows()))
    return MappingProxyType(found)
