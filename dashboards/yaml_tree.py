"""YAML text → plain data and the line of every value, read strictly and within bounds.

Built from parser events, not from composed nodes: an event stream can be stopped at the first value too many or too
deep (a composer would recurse first), and it shows duplicate keys, anchors and tags that a finished tree has lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, cast

import yaml
from yaml.reader import Reader, ReaderError

from datasource.errors import MingjingError

MAX_BYTES = 512 * 1024
MAX_VALUES = 20_000
MAX_DEPTH = 16

Path = tuple[str | int, ...]
Loader = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,18})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.?[0-9]*([eE][-+]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Fault:
    """One finding: where in the data, what is wrong and the way out."""

    path: Path
    message: str


class Unreadable(MingjingError):
    """The text is no YAML that could be read any further; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


@dataclass
class Tree:
    """Plain data (mappings as dict, lists as tuple), the line of each path, and the faults found on the way."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the value, or of the nearest value around it."""
        return self.lines[self.known(path)]

    def known(self, path: Path) -> Path:
        """The longest start of the path that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return path


def read_tree(content: str | bytes) -> Tree:
    """The one document in `content`; raises `Unreadable` when it is not YAML, too large, too deep or more than one."""
    text = _decoded(content)
    loader = Loader(text)
    try:
        return _Builder(loader).document()
    except ReaderError as error:
        raise Unreadable(_line_at(text, error.position), "this character cannot be read; delete it") from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(text, error) from None
    finally:
        loader.dispose()


def _decoded(content: str | bytes) -> str:
    if len(content) > MAX_BYTES:
        raise Unreadable(1, f"the file is larger than {MAX_BYTES // 1024} KB; a dashboard never is")
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1 if isinstance(content, bytes) else 1
        raise Unreadable(line, "the file is not UTF-8 text; save it as UTF-8") from None
    unprintable = Reader.NON_PRINTABLE.search(text)
    if unprintable:
        sign = f"U+{ord(unprintable.group()):04X}"
        raise Unreadable(_line_at(text, unprintable.start()), f"the character {sign} cannot stand in a file; delete it")
    return text


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _not_yaml(text: str, error: yaml.MarkedYAMLError) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    written = text.split("\n")[line - 1 : line]
    if written and "\t" in written[0][: len(written[0]) - len(written[0].lstrip())]:
        return Unreadable(line, "a tab cannot indent; use spaces")
    return Unreadable(line, f"not YAML: {error.problem or error.context}; mend or quote this line")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """One pass over the events of one document."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self.loader = loader
        self.events: Iterator[yaml.Event] = iter(loader.get_event, None)
        self.tree = Tree()
        self.count = 0

    def document(self) -> Tree:
        for event in self.events:
            match event:
                case yaml.StreamStartEvent() | yaml.DocumentStartEvent():
                    continue
                case yaml.StreamEndEvent():
                    raise Unreadable(1, "the file is empty; a dashboard starts with 'version: 1'")
                case _:
                    self.tree.data = self.value(event, ())
                    break
        self.only_document()
        return self.tree

    def only_document(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise Unreadable(_line(event), "a second document starts here ('---'); keep one dashboard a file")

    def value(self, event: yaml.Event, path: Path) -> Any:
        self.tree.lines[path] = _line(event)
        self.bound(path, _line(event))
        self.refuse_tricks(event, path)
        match event:
            case yaml.ScalarEvent():
                return self.scalar(event, path)
            case yaml.SequenceStartEvent():
                return self.sequence(path)
            case yaml.MappingStartEvent():
                return self.mapping(path)
            case _:
                return None

    def bound(self, path: Path, line: int) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise Unreadable(line, f"the file holds more than {MAX_VALUES} values; a dashboard never does")
        if len(path) > MAX_DEPTH:
            raise Unreadable(line, f"nested deeper than {MAX_DEPTH} levels; a dashboard never is")

    def refuse_tricks(self, event: yaml.Event, path: Path) -> None:
        match event:
            case yaml.AliasEvent(anchor=name):
                self.fault(path, f"the alias '*{name}' is not read; write the value itself")
            case yaml.NodeEvent(anchor=str(name)):
                self.fault(path, f"the anchor '&{name}' is not read; take it away")
            case yaml.ScalarEvent(tag=str(tag)) | yaml.CollectionStartEvent(tag=str(tag)) if tag != "!":
                self.fault(path, f"the tag '{tag}' is not read; take it away")

    def sequence(self, path: Path) -> tuple[Any, ...]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.value(event, (*path, len(items))))
        return tuple(items)

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.key(event, path)
            first = self.tree.lines.get((*path, key)) if key in found else None
            value = self.value(next(self.events), (*path, key))
            if first is not None:
                self.fault((*path, key), f"'{key}' stands here twice (first on line {first}); keep one")
            self.tree.lines[*path, key] = _line(event)
            found[key] = value
        return found

    def key(self, event: yaml.Event, path: Path) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(_line(event), "a key must be a word; put the text in quotes")
        self.refuse_tricks(event, path)
        return event.value if not _SURROGATE.search(event.value) else repr(event.value)

    def scalar(self, event: yaml.ScalarEvent, path: Path) -> Any:
        text: str = event.value
        match self.resolve(event):
            case "null":
                return None
            case "bool":
                return text.lower() in ("yes", "true", "on")
            case "int" | "float" | "timestamp" as kind:
                return self.number_or_day(kind, text, path)
            case _:
                if _SURROGATE.search(text):
                    self.fault(path, "half a character (a lone surrogate) cannot be kept; write the whole character")
                return _SURROGATE.sub("?", text)

    def resolve(self, event: yaml.ScalarEvent) -> str:
        """`null`, `bool`, `int`, `float`, `timestamp` or `str`: what YAML takes the unquoted text for."""
        if not event.implicit[0]:
            return "str"
        tag: str = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        return tag.removeprefix("tag:yaml.org,2002:")

    def number_or_day(self, kind: str, text: str, path: Path) -> int | float | date | str:
        try:
            if kind == "int" and _WHOLE.fullmatch(text) and abs(int(text)) < 2**63:
                return int(text)
            if kind == "float" and _DECIMAL.fullmatch(text) and isfinite(float(text)):
                return float(text)
            if kind == "timestamp" and _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            self.fault(path, f"there is no day {text}; write one of the calendar")
            return text
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        self.fault(path, f"{shown} is no plain number or day; write one, or put quotes around it")
        return text

    def fault(self, path: Path, message: str) -> None:
        self.tree.faults.append(Fault(path, message))
