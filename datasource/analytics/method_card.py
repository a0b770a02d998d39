"""What stands beside every result of a method: what it does, on which data, how good it was, when not to trust it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from datasource.texts import Filled


@dataclass(frozen=True)
class MethodCard:
    """The card of one method as it was used.

    Texts are msgids (`N_`, or `Filled` where they hold numbers). `data` says which rows were used, `as_of` the day they
    were known on; `quality` holds what was measured on held-back data, as (what it is, its value written out);
    `sources` the papers or books of the method.
    """

    does: str
    data: str
    as_of: date
    assumes: tuple[str, ...]
    quality: tuple[tuple[str, str], ...]
    avoid: tuple[str, ...]
    sources: tuple[str, ...] = ()


def card_to_json(card: MethodCard) -> dict[str, Any]:
    """The card as plain values; filled-in texts keep their template and words, so that they can be translated later."""
    return {name: _plain(value) for name, value in vars(card).items()}


def card_from_json(told: dict[str, Any]) -> MethodCard:
    """The card that `card_to_json` has told."""
    made = {name: _made(value) for name, value in told.items()}
    return MethodCard(**{**made, "as_of": date.fromisoformat(told["as_of"])})


def _plain(value: Any) -> Any:
    match value:
        case Filled():
            return {"template": value.template, "words": {name: _plain(word) for name, word in value.words.items()}}
        case tuple():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _made(value: Any) -> Any:
    match value:
        case {"template": template, "words": words}:
            return Filled(template, **{name: _made(word) for name, word in words.items()})
        case list():
            return tuple(_made(one) for one in value)
        case _:
            return value
