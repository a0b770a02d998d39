"""Errors that a person can act on: what is wrong, where, and the way out, in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from datasource.texts import _


class MingjingError(Exception):
    """A problem the person can mend; its text is one sentence that is shown as it stands."""


@dataclass(frozen=True)
class Problem:
    """One finding in a file: `where` is `file:line: path` or the path alone, `message` says what and the way out."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class InvalidInput(MingjingError):
    """All problems of one input at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` with the nearest known name, or an empty text when none is near."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return " " + _("Did you mean '{name}'?").format(name=near[0]) if near else ""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """The house sentence for a name that does not exist, with the nearest one or the whole (short) list.

    `what` is a msgid or already in the reader's language.
    """
    names = sorted(known)
    hint = did_you_mean(name, names)
    if not hint and len(names) <= 12:
        hint = " " + (_("Known: {names}.").format(names=", ".join(names)) if names else _("There are none yet."))
    return _("Unknown {what} '{name}'.").format(what=_(what), name=name) + hint
