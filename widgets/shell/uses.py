"""Which ready pages show which metric: read out of the pages' own text, so that no list of it can grow stale.

A page shows the metrics that it names, and those named by its panels and by the report functions behind these. Pages
draw themselves when they are imported, so they are read as syntax trees; of panels and reports only the definitions
that the page's own panel reaches are looked at.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from datasource.metrics.registry import METRICS
from widgets.panels.panel import PANELS
from widgets.shell.menu import MENU, Entry, menu

ROOT = MENU.parent.parent
FOLLOWED = ("widgets.panels.", "datasource.reports.")
Place = tuple[str, str]  # a module and a name at its top; no name = all of the module


@dataclass(frozen=True)
class Module:
    """The top of a module: what each name stands for here, and where each imported name comes from."""

    tree: ast.Module
    defined: Mapping[str, ast.AST]
    imported: Mapping[str, Place]


@lru_cache(maxsize=1)
def pages_by_metric() -> Mapping[str, tuple[Entry, ...]]:
    """The ready pages that show each metric, in the order of the menu; metrics that none shows are left out."""
    found: dict[str, list[Entry]] = {}
    for entry in (entry for section in menu().sections for entry in section.pages):
        for name in sorted(metrics_of_page(MENU.parent / entry.file)):
            found.setdefault(name, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def metrics_of_page(file: Path) -> frozenset[str]:
    """The metrics that the page in `file` shows."""
    tree = ast.parse(file.read_text("utf-8"))
    named = set(_texts(tree))
    panels = [
        keyword.value for keyword in ast.walk(tree) if isinstance(keyword, ast.keyword) and keyword.arg == "panel"
    ]
    reached: set[Place] = set()
    for value in panels:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            show, given = _unwrapped(PANELS[value.value].show)
            named |= given
            named |= set(_reached_texts((show.__module__, _top_name(show)), reached))
    return frozenset(named & METRICS.keys())


def _unwrapped(show: Callable[..., object]) -> tuple[Callable[..., object], set[str]]:
    """The function behind a panel and the texts that it is given beforehand."""
    given: set[str] = set()
    while isinstance(show, partial):
        given |= {value for value in (*show.args, *show.keywords.values()) if isinstance(value, str)}
        show = show.func
    return show, given


def _top_name(show: Callable[..., object]) -> str:
    """The function's name at the top of its module; none for one made inside another or without a name."""
    name = getattr(show, "__qualname__", "")
    return name if name.isidentifier() else ""


def _reached_texts(place: Place, reached: set[Place]) -> Iterator[str]:
    """Every text in the definition at `place` and in those that it uses, of the modules that are followed."""
    if place in reached:
        return
    reached.add(place)
    path, name = place
    module = _module(path)
    node = module.defined.get(name) if name else module.tree
    if node is None:
        return
    yield from _texts(node)
    for used in {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} - {name}:
        if used in module.imported:
            yield from _reached_texts(module.imported[used], reached)
        elif name and used in module.defined:
            yield from _reached_texts((path, used), reached)


def _texts(node: ast.AST) -> Iterator[str]:
    return (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


@lru_cache(maxsize=256)
def _module(path: str) -> Module:
    place = ROOT.joinpath(*path.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    tree = ast.parse(file.read_text("utf-8"))
    defined: dict[str, ast.AST] = {}
    imported: dict[str, Place] = {}
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                defined[node.name] = node
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                defined[name] = node
            case ast.ImportFrom(module=str(source), names=names) if f"{source}.".startswith(FOLLOWED):
                imported |= {one.asname or one.name: (source, one.name) for one in names}
            case _:
                pass
    return Module(tree, defined, imported)
