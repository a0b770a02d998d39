"""Every text that people can see, as it stands in the code and in the YAML files that name pages and boards."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("datasource", "dashboards", "widgets", "pages")
KEYWORDS = {"_": 1, "N_": 1, "plural": 2}
"""How many texts each function takes first."""
YAML_FILES = ("pages/menu.yaml", "dashboards/builtin/*.yaml")
YAML_TEXTS = frozenset({"title", "description", "text", "section", "label", "labels", "others", "x_title", "y_title"})
WRITTEN_IN_CHINESE = "-zh.yaml"
"""How the names of boards end whose texts are not English, and so are no messages."""

Message = str | tuple[str, ...]


def template(root: Path = ROOT) -> Catalog:
    """All messages of the tree below `root`, each with the files that it stands in."""
    found = Catalog()
    for path, message in messages(root):
        found.add(message, locations=[(path.relative_to(root).as_posix(), 0)])
    return found


def messages(root: Path) -> Iterator[tuple[Path, Message]]:
    """Each message with its file, in the order of the files."""
    for path in _python_files(root):
        yield from ((path, message) for message in code_texts(path.read_text("utf-8")))
    for path in _yaml_files(root):
        yield from ((path, text) for text in yaml_texts(path.read_text("utf-8")))


def code_texts(source: str) -> Iterator[Message]:
    """The texts that a file of Python marks, in the order of the file, those within f-strings too.

    Read from the syntax tree: Babel's own reader goes by tokens and does not see into an f-string before Python 3.12.
    """
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        count = KEYWORDS.get(call.func.id, 0) if isinstance(call.func, ast.Name) else 0
        given = [arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if count and len(given) == count:
            yield given[0] if count == 1 else tuple(given)


def yaml_texts(source: str) -> Iterator[str]:
    """The values of the keys that hold words to show, in the order of the file."""
    yield from _texts(yaml.safe_load(source))


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                if key in YAML_TEXTS and isinstance(inner, str) and inner:
                    yield inner
                elif key == "labels" and isinstance(inner, list):
                    yield from (one for one in inner if isinstance(one, str))
                else:
                    yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)


def _python_files(root: Path) -> Iterator[Path]:
    yield from sorted(root.glob("*.py"))
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*.py"))


def _yaml_files(root: Path) -> Iterator[Path]:
    for pattern in YAML_FILES:
        yield from (file for file in sorted(root.glob(pattern)) if not file.name.endswith(WRITTEN_IN_CHINESE))
