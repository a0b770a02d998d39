"""Departments as sharing needs them: what each is called, and which ones a person belongs to."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.catalog.catalog import Catalog
from datasource.catalog.entities import departments_above


def department_names(catalog: Catalog) -> Mapping[str, str]:
    """The name of each department by its id, as text, the largest branch first as the tree has them."""
    rows = catalog.entity("departments").sort("position", "department_id", nulls_last=True)
    return MappingProxyType({str(key): label for key, label in rows.select("department_id", "label").iter_rows()})


def departments_of_users(catalog: Catalog) -> Mapping[int, frozenset[str]]:
    """Of each CRM user, the ids (as texts) of their department and of all above it."""
    above = departments_above(catalog.entity("departments"))
    found: dict[int, set[str]] = {}
    users = catalog.entity("users").select("user_id", "department_id").drop_nulls()
    for user_id, above_id in users.join(above, on="department_id").select("user_id", "above_id").iter_rows():
        found.setdefault(user_id, set()).add(str(above_id))
    return MappingProxyType({user_id: frozenset(ids) for user_id, ids in found.items()})
