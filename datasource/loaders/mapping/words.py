"""Texts of a mapping file as YAML may write them, and problems that know their place."""

import json
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from datasource.field import Frozen
from datasource.loaders.parsing.flags import NO, YES

Place = tuple[str | int, ...]
Finding = tuple[Place, str]
"""Where in the part of the file, and what is wrong there with the way out."""


def _text(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        raise ValueError(f"YAML reads this as {json.dumps(value)}; put it in quotes")
    return str(value) if isinstance(value, int | float) else value


def _many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _meant(value: Any) -> Any:
    """A bare `true` or `false` stands for every word of yes or no."""
    return tuple(word for one in _many(value) for word in ((YES if one else NO) if isinstance(one, bool) else (one,)))


_SCALAR: dict[str, Any] = {"type": ["string", "number"]}
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(_SCALAR)]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_many),
    WithJsonSchema({"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}),
]
_WORD: dict[str, Any] = {"type": ["string", "number", "boolean"]}
Words = Annotated[
    tuple[Text, ...],
    BeforeValidator(_meant),
    WithJsonSchema({"anyOf": [_WORD, {"type": "array", "items": _WORD}]}),
]
"""Words to compare a cell with, upper and lower case aside; a last `*` stands for whatever follows."""


class Written(Frozen):
    """A part of a mapping file: immutable, strict about keys; the text below a key describes it for editors."""

    model_config = ConfigDict(use_attribute_docstrings=True, populate_by_name=True)


def refuse(part: Written, findings: Iterable[Finding]) -> None:
    """Raise all `findings` about `part` at once, each at its place below it; none is fine."""
    found = list(findings)
    if found:
        raise placed(type(part).__name__, found)


def placed(title: str, findings: Iterable[Finding]) -> ValidationError:
    """`findings` as the error that pydantic merges into the error of the whole file."""
    return ValidationError.from_exception_data(
        title,
        [
            InitErrorDetails(type=PydanticCustomError("mapping", "{say}", {"say": say}), loc=place, input=None)
            for place, say in findings
        ],
    )
