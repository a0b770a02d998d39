"""A YAML file read as a pydantic model: unknown keys refused, every problem at once as `file:line: path: what`."""

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from datasource.errors import InvalidInput, MingjingError, Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[Hashable, ...]
Loader = type[yaml.SafeLoader] | type[yaml.CSafeLoader]
_QUICK: Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there, ten times as quick; what is wrong is told by the other one, whose words are clearer."""
_DEEPEST = 40


def read_strict(file: Path, model: type[Model]) -> Model:
    """`file` as a `model`; raises `MingjingError` when there is none, `InvalidInput` with all that is wrong in it."""
    root, data = _parsed(file)
    lines = dict(_lines(root, ()))
    problems = [Problem(f"{file}:{line}", f"{key}: given twice; keep one.") for key, line in _repeated(root, ())]
    try:
        read = model.model_validate(data)
    except ValidationError as error:
        found = sorted(error.errors(), key=lambda detail: _line(lines, detail["loc"]))
        problems += [_problem(file, model, lines, detail) for detail in found]
        raise InvalidInput(problems) from None
    if problems:
        raise InvalidInput(problems)
    return read


def lines_of(file: Path) -> dict[Place, int]:
    """The line of every part of `file`, by its place: `("load", 0, "columns", "name")`."""
    root, _ = _parsed(file)
    return dict(_lines(root, ()))


def _parsed(file: Path) -> tuple[yaml.Node | None, Any]:
    try:
        text = file.read_text("utf-8")
        try:
            return _composed(file, text, _QUICK)
        except yaml.YAMLError:
            return _composed(file, text, yaml.SafeLoader)
    except FileNotFoundError:
        raise MingjingError(f"There is no file '{file}'; give another path.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise MingjingError(f"'{file}' cannot be read: {reason}; give the path of a YAML file.") from None
    except UnicodeDecodeError:
        raise InvalidInput([Problem(f"{file}", "is not UTF-8 text; save it as UTF-8.")]) from None
    except yaml.YAMLError as error:
        raise InvalidInput([_broken(file, error)]) from None


def _composed(file: Path, text: str, loader: Loader) -> tuple[yaml.Node | None, Any]:
    _refuse_traps(file, text, loader)
    root = yaml.compose(text, loader)
    return root, {} if root is None else loader(text).get_single_data()


def _refuse_traps(file: Path, text: str, loader: Loader) -> None:
    """Refuse what grows when it is read, and what is nested deeper than any file of ours: both exhaust memory."""
    depth = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.AliasEvent):
            raise InvalidInput([Problem(f"{file}", "has an alias (*name); write the value out.")])
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise InvalidInput([Problem(f"{file}", f"is nested deeper than {_DEEPEST} levels; write it flatter.")])


def _broken(file: Path, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return Problem(f"{file}:{error.problem_mark.line + 1}", f"is not valid YAML: {error.problem}.")
    return Problem(f"{file}", "is not valid YAML: it has a character that YAML does not allow.")


def _lines(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                inner = (*place, key.value)
                yield inner, key.start_mark.line + 1
                yield from _lines(value, inner)
        case yaml.SequenceNode():
            for number, value in enumerate(node.value):
                yield (*place, number), value.start_mark.line + 1
                yield from _lines(value, (*place, number))


def _repeated(node: yaml.Node | None, place: Place) -> Iterator[tuple[str, int]]:
    match node:
        case yaml.MappingNode():
            seen: set[str] = set()
            for key, value in node.value:
                path = ".".join(map(str, (*place, key.value)))
                if key.value in seen:
                    yield path, key.start_mark.line + 1
                seen.add(key.value)
                yield from _repeated(value, (*place, key.value))
        case yaml.SequenceNode():
            for number, value in enumerate(node.value):
                yield from _repeated(value, (*place, number))


def _problem(file: Path, model: type[BaseModel], lines: dict[Place, int], detail: Any) -> Problem:
    place: Place = tuple(detail["loc"])
    path = ".".join(map(str, place))
    if detail["type"] == "extra_forbidden":
        message = f"unknown key.{did_you_mean(str(place[-1]), _keys_at(model, place[:-1]))}"
    else:
        message = detail["msg"].removeprefix("Value error, ")
    return Problem(f"{file}:{_line(lines, place)}", f"{path}: {message}" if path else message)


def _line(lines: dict[Place, int], place: Place) -> int:
    """The line of `place`, or of the innermost part around it that stands in the file."""
    return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), 1)


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that `model` knows at `place`, or none where the place leads out of plain nested models."""
    for step in place:
        field = model.model_fields.get(str(step))
        if field is None or not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            return []
        model = field.annotation
    return list(model.model_fields)
