"""The Python files of the project: what the house rules look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("pages", "widgets", "dashboards", "datasource", "locales", "tests")


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root and its text."""

    path: PurePosixPath
    text: str

    @property
    def top(self) -> str:
        """The first part of the path: the package, or the file itself at the root."""
        return self.path.parts[0]

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the syntax tree, found once for all rules."""
        return tuple(ast.walk(ast.parse(self.text, filename=str(self.path))))


def source(path: str, text: str) -> Source:
    """A source from its text, as the rules see it."""
    return Source(PurePosixPath(path), text)


def sources() -> Iterator[Source]:
    """Every Python file at the root and in the packages; one at a time: all trees are millions of nodes."""
    for path in python_files():
        yield source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))


def python_files() -> Iterator[Path]:
    """Their paths, in order."""
    yield from sorted(ROOT.glob("*.py"))
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))
