"""Plain data → Dashboard, with every wrong type, missing key and unknown key as a sentence with its path."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from dashboards.yaml_tree import Fault, Path
from datasource.errors import InvalidInput, Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)


def read_shape(model: type[Model], data: object) -> tuple[Model | None, list[Fault]]:
    """`data` as a `model`, or its faults.

    Read twice: as JSON in strict mode, which takes no text for a number and no number for a truth; and as it is, so
    that a day stays a day where a text could stand as well.
    """
    errors: list[ErrorDetails] = []
    try:
        model.model_validate_json(json.dumps(data, default=date.isoformat), strict=True)
    except ValidationError as error:
        errors += [detail for detail in error.errors(include_url=False) if not _is_json_only(detail)]
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        found = None
        errors += error.errors(include_url=False)
    faults = {fault.path: fault for fault in reversed([_fault(model, data, detail) for detail in errors])}
    return (found, []) if found and not faults else (None, list(faults.values()))


_SCALAR = "must be a text, a number, a day, true or false, or a list of these"
_SHORT_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "Dimension": "must be a field's name, or a mapping with 'field' and 'grain'",
        "Period": "must be the name of a preset, or a mapping with 'from' and 'to'",
        "Grant": "must be a name, or a mapping with 'to', 'may' and 'until'",
        "Terms": "must be true or false, or a mapping with 'may' and 'until'",
    }
)


def _fault(model: type[BaseModel], data: object, detail: ErrorDetails) -> Fault:
    path = _standing(data, detail["loc"])
    if detail["type"] == "missing":
        return Fault((*path, detail["loc"][-1]), f"'{detail['loc'][-1]}' is missing; write it here")
    if detail["type"] == "extra_forbidden":
        keys = known_keys(model, path[:-1])
        key = str(path[-1])[:80]
        hint = did_you_mean(key, keys) or f" Known: {', '.join(keys)}."
        return Fault(path, f"unknown key '{key}'.{hint}")
    if path and path[-1] == "value" and len(path) < len(detail["loc"]):
        return Fault(path, _SCALAR)
    say = _SENTENCES.get(detail["type"], _as_it_is)
    return Fault(path, say(detail.get("ctx", {}), detail))


def _standing(data: Any, loc: tuple[int | str, ...]) -> Path:
    """The part of a pydantic location that stands in the data; unions add names of types at the end."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
        elif isinstance(data, tuple) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            break
        path.append(part)
    return tuple(path)


def changed(part: Model, changes: Mapping[str, object]) -> Model:
    """`part` with other values, checked like any other; raises `InvalidInput` with the sentences of a file."""
    data = {**dict(part), **changes}
    try:
        return type(part).model_validate(data)
    except ValidationError as error:
        faults = [_fault(type(part), data, detail) for detail in error.errors(include_url=False)]
        raise InvalidInput(Problem(".".join(map(str, fault.path)), fault.message) for fault in faults) from None


def _is_json_only(detail: ErrorDetails) -> bool:
    """Behind a validator of ours pydantic forgets that a JSON list may be a tuple and a JSON text a day."""
    given = (detail["type"], type(detail["input"]))
    return given in (("tuple_type", list), ("date_type", str))


def known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand in the mapping at `path`."""
    here: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, str) and here is not None:
            field = next((field for name, field in here.model_fields.items() if part in (name, field.alias)), None)
            here = _model_in(field.annotation) if field else None
    return [_key(name, field) for name, field in here.model_fields.items()] if here else []


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


Context = Mapping[str, Any]
Say = Callable[[Context, ErrorDetails], str]


def _as_it_is(_context: Context, detail: ErrorDetails) -> str:
    return detail["msg"].removeprefix("Value error, ")


def _given(detail: ErrorDetails) -> str:
    shown = repr(detail["input"])
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


def _one_of(context: Context, detail: ErrorDetails) -> str:
    choices = re.findall(r"'([^']*)'", str(context["expected"]))
    listed = ", ".join(choices) or str(context["expected"])
    return f"must be one of {listed}, not {_given(detail)}.{did_you_mean(str(detail['input']), choices)}"


def _mapping(context: Context, _detail: ErrorDetails) -> str:
    return _SHORT_FORMS.get(str(context.get("class_name", "")), "must be a mapping, with one 'key: value' a line")


def _text(_context: Context, detail: ErrorDetails) -> str:
    scalar = isinstance(detail["input"], bool | int | float | date)
    return f"must be a text, not {_given(detail)}" + ("; put quotes around it" if scalar else "")


def _pattern(_context: Context, detail: ErrorDetails) -> str:
    return f"{_given(detail)} is no id; use a-z, 0-9 and '-', at most 64 of them, a letter or figure first"


def _fixed(sentence: str) -> Say:
    return lambda _context, detail: sentence.format(given=_given(detail))


def _bound(sentence: str, key: str) -> Say:
    return lambda context, detail: sentence.format(bound=context[key], given=_given(detail))


_WHOLE = _fixed("must be a whole number, not {given}")
_LIST = _fixed("must be a list; write '- ' before each entry, or [one, two]")
_DAY = _fixed("must be a day like 2017-03-31, not {given}")
_SENTENCES: Mapping[str, Say] = MappingProxyType(
    {
        "int_type": _WHOLE,
        "int_parsing": _WHOLE,
        "int_from_float": _WHOLE,
        "float_type": _fixed("must be a number, not {given}"),
        "float_parsing": _fixed("must be a number, not {given}"),
        "bool_type": _fixed("must be true or false, not {given}"),
        "bool_parsing": _fixed("must be true or false, not {given}"),
        "string_type": _text,
        "string_too_short": _fixed("must not be empty"),
        "string_too_long": _bound("must have at most {bound} characters", "max_length"),
        "string_pattern_mismatch": _pattern,
        "greater_than_equal": _bound("must be at least {bound}, not {given}", "ge"),
        "less_than_equal": _bound("must be at most {bound}, not {given}", "le"),
        "literal_error": _one_of,
        "enum": _one_of,
        "tuple_type": _LIST,
        "too_long": _bound("must have at most {bound} entries", "max_length"),
        "model_type": _mapping,
        "dict_type": _mapping,
        "date_type": _DAY,
        "date_parsing": _DAY,
        "date_from_datetime_parsing": _DAY,
    }
)
