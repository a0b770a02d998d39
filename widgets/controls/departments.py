"""The department tree as the picker shows it, and who of the staff has left."""

from dataclasses import dataclass

from datasource.catalog.catalog import Catalog


@dataclass(frozen=True)
class Departments:
    """Every department by name in tree order: how deep it lies (the company is 0), and the names above it."""

    depth: dict[str, int]
    above: dict[str, tuple[str, ...]]

    def offered(self, seen: frozenset[str]) -> tuple[str, ...]:
        """The departments to offer to whoever may see rows of `seen`: these and all above them but the company.

        What is no department (`—`, the public pool) comes last.
        """
        wanted = seen.union(*(self.above.get(name, ()) for name in seen))
        known = [name for name, depth in self.depth.items() if name in wanted and (depth > 0 or name in seen)]
        return (*known, *sorted(seen - self.depth.keys()))


def department_tree(catalog: Catalog) -> Departments:
    """The tree of a store; siblings in their own order."""
    rows = catalog.entity("departments").sort("position", "department_id", nulls_last=True)
    below: dict[int | None, list[tuple[int, str]]] = {}
    keys = set(rows["department_id"])
    for key, parent, label in rows.select("department_id", "parent_id", "label").iter_rows():
        below.setdefault(parent if parent in keys else None, []).append((key, label))
    depth: dict[str, int] = {}
    above: dict[str, tuple[str, ...]] = {}
    waiting: list[tuple[int, str, tuple[str, ...]]] = [(key, label, ()) for key, label in reversed(below.get(None, []))]
    while waiting:
        key, label, path = waiting.pop()
        depth[label], above[label] = len(path), path
        waiting += [(child, name, (*path, label)) for child, name in reversed(below.get(key, []))]
    return Departments(depth, above)


def former_staff(catalog: Catalog) -> frozenset[str]:
    """The names, as the owner dimension has them, of users who no longer work here."""
    users = catalog.entity("users")
    return frozenset(users.filter(~users["is_active"].fill_null(value=True))["label"])
