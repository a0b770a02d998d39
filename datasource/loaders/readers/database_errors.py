"""What databases and their drivers complain of, as sentences that say the way out; never with a password or URL."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from datasource.errors import MingjingError
from datasource.loaders.connections import Door
from datasource.texts import N_, _

_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        r"(ssl|tls) (is|was) required|does not support (ssl|tls)|requires secure connection",
        N_("{place} has no encryption, which connection '{name}' demands; switch it on at the server."),
    ),
    (
        r"password authentication failed|access denied for user .*using password|login failed|ORA-01017"
        r"|role .* does not exist|no password supplied|\b1045\b|\b1698\b",
        N_("{place} refuses the user or the password of connection '{name}'; check both."),
    ),
    (
        r"database .* does not exist|unknown database|\b1049\b|cannot open database",
        N_("{place} does not exist on this server; check 'database' of connection '{name}'."),
    ),
    (
        r"permission denied|command denied|access denied|\b1142\b|\b1143\b|\b1044\b|42501|insufficient privilege",
        N_("The user of connection '{name}' may not read {what} in {place}; grant it the right to SELECT."),
    ),
    (
        r"statement timeout|max_statement_time|query execution was interrupted|lock wait timeout"
        r"|57014|\b3024\b|\b1969\b",
        N_("{place} stopped reading {what} because it took too long; raise the server's time limit for its user."),
    ),
    (
        r"timed? ?out|could not connect|connection refused|can't connect|name or service not known|getaddrinfo"
        r"|failed to resolve|no route to host|network is unreachable|\b2003\b|temporary failure in name",
        N_("{place} does not answer; check host and port of connection '{name}', and whether the server runs."),
    ),
    (
        r"relation .* does not exist|doesn't exist|no such table|invalid object name|ORA-00942|42P01",
        N_("{place} has no {what} any more; look at its tables with 'profile {name}'."),
    ),
    (
        r"connection reset|closed the connection|server has gone away|lost connection|terminating connection"
        r"|broken pipe|57P01|\b2013\b|\b2006\b|unexpected eof|server closed|ConnectionAborted",
        N_("{place} broke the connection off while {what} was read; nothing has changed, try again."),
    ),
    (
        r"file is not a database|unable to open database file|database disk image is malformed|no such file",
        N_("{place} is no SQLite database that can be opened; check 'database' of connection '{name}'."),
    ),
    (
        r"could not decode to UTF-8|invalid byte sequence|invalid utf-?8",
        N_("{what} in {place} holds text that is not UTF-8; mend it there."),
    ),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), sentence) for pattern, sentence in _SENTENCES)
_LONGEST = 200


@contextmanager
def told(door: Door, what: str) -> Iterator[None]:
    """Tell what goes wrong inside as a `MingjingError`: `what` is the table that is read, or an empty text.

    The bulk reader panics in what it cannot do: its panics are no `Exception`, and are told too.
    """
    try:
        yield
    except MingjingError:
        raise
    except (SQLAlchemyError, sqlite3.Error, RuntimeError, OSError, ImportError) as error:
        raise sentence(error, door, what) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise sentence(error, door, what) from None
        raise


def sentence(error: BaseException, door: Door, what: str) -> MingjingError:
    """`error` of a driver as a sentence."""
    if isinstance(error, ModuleNotFoundError | NoSuchModuleError):
        text = _("Reading {place} needs the Python package of its driver; install it: pip install {package}.")
        return MingjingError(text.format(place=door.place, package=door.url.get_driver_name()))
    words = _without_secrets(str(getattr(error, "orig", None) or error), door)
    named = what or _("the list of tables")
    for pattern, text in _COMPILED:
        if pattern.search(words):
            return MingjingError(_(text).format(place=door.place, name=door.name, what=named))
    text = _("{place} could not be read ({what}): {words}")
    return MingjingError(text.format(place=door.place, what=named, words=words))


def _without_secrets(words: str, door: Door) -> str:
    """The first line of `words`, as far as people need it, the password struck out in every form it may have."""
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    word = str(door.url.password or "")
    for secret in {door.reading_url(), word, repr(word)[1:-1], door.url.render_as_string(hide_password=False)}:
        line = line.replace(secret, "***") if secret else line
    return line[:_LONGEST]
