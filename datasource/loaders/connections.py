"""Named connections to databases: where each is, and its password from the environment or a private file.

A URL or password never stands in a mapping, on the command line or in a message: `Door` does not show its own.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from datasource.errors import MingjingError, unknown
from datasource.settings import CONFIG, CONNECTION_NAME, Connection, Settings
from datasource.texts import N_, _

_WHAT = N_("connection")
_SECONDS = 10
_SSL_MODE = "ssl-mode"


@dataclass(frozen=True)
class Kind:
    """A kind of database: its title, and the driver that looks into it (`sqlite` has no server)."""

    title: str
    driver: str


KINDS = {
    "postgresql": Kind("PostgreSQL", "postgresql+psycopg"),
    "mysql": Kind("MySQL", "mysql+pymysql"),
    "sqlite": Kind("SQLite", "sqlite"),
    "mssql": Kind("SQL Server", "mssql+pymssql"),
    "oracle": Kind("Oracle", "oracle+oracledb"),
}
_OTHER_NAMES = {"postgres": "postgresql", "mariadb": "mysql", "sqlserver": "mssql"}


@dataclass(frozen=True)
class Door:
    """A database that can be opened. The password is in `url`, whose own text shows `***` for it."""

    name: str
    kind: str
    url: URL
    seconds: int = _SECONDS

    @property
    def place(self) -> str:
        """Where it is, for people: kind, host and database, no user and no password."""
        server = f"{self.url.host}:{self.url.port}/" if self.url.port else f"{self.url.host}/" if self.url.host else ""
        return f"{KINDS[self.kind].title} {server}{self.url.database or ''}"

    @property
    def is_encrypted(self) -> bool:
        """Whether MySQL is to be spoken to in secret alone: `ssl-mode` in the URL. (PostgreSQL takes `sslmode`.)"""
        return self.kind == "mysql" and _SSL_MODE in self.url.query

    def looking_url(self) -> URL:
        """The URL for looking into the tables, without what only the bulk reader knows."""
        return self.url.difference_update_query([_SSL_MODE])

    def reading_url(self) -> str:
        """The URL as the bulk reader takes it, password and all: hand it over, never show it."""
        url = self.url
        who = "" if url.username is None else quote(url.username, safe="")
        who += "" if url.password is None else f":{quote(str(url.password), safe='')}"
        port = f":{url.port}" if url.port else ""
        options = {name: value for name, value in url.query.items() if self.kind != "mysql" or name == _SSL_MODE}
        asked = "&".join(f"{quote(name)}={quote(str(value), safe='')}" for name, value in options.items())
        end = f"{quote(url.database or '', safe='')}{'?' if asked else ''}{asked}"
        return f"{self.kind}://{who}{'@' if who else ''}{url.host or '127.0.0.1'}{port}/{end}"


def connection_names(settings: Settings) -> list[str]:
    """The connections that can be named: those of the settings and those of the environment."""
    ends = ("MINGJING_", "_URL")
    held = (name for name in os.environ if name.startswith(ends[0]) and name.endswith(ends[1]))
    given = (name.removeprefix(ends[0]).removesuffix(ends[1]).lower() for name in held)
    return sorted({*settings.connections, *(name for name in given if CONNECTION_NAME.fullmatch(name))})


def open_door(name: str, settings: Settings) -> Door:
    """Connection `name`, its URL from `MINGJING_<NAME>_URL` or put together from the settings.

    Raises `MingjingError` for a name that is not known, a URL that is none, or a password that is not where it is said
    to be; no message repeats a URL or a password.
    """
    variable = f"MINGJING_{name.upper()}_URL"
    if given := os.environ.get(variable):
        return _from_url(name, given, variable)
    if name not in settings.connections:
        text = _("{unknown} Name it in config.yaml under 'connections', or give its URL in {variable}.")
        raise MingjingError(
            text.format(unknown=unknown(_WHAT, name, connection_names(settings)), variable=variable.replace(" ", "_"))
        )
    return _from_settings(name, settings.connections[name])


def file_door(path: Path) -> Door:
    """The SQLite database in file `path`."""
    return Door(path.stem, "sqlite", URL.create("sqlite", database=str(path)))


def _from_url(name: str, text: str, variable: str) -> Door:
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    kind = _OTHER_NAMES.get(backend, backend)
    if kind not in KINDS:
        known = ", ".join(KINDS)
        sentence = _(
            "{variable} holds no URL of a database; write it as kind://user:password@host:port/database ({known})."
        )
        raise MingjingError(sentence.format(variable=variable, known=known))
    return Door(name, kind, url.set(drivername=KINDS[kind].driver))


def _from_settings(name: str, told: Connection) -> Door:
    driver = KINDS[told.kind].driver
    if told.kind == "sqlite":
        return Door(name, "sqlite", URL.create(driver, database=str(CONFIG.parent / Path(told.database).expanduser())))
    word = None if told.password_from is None else _password(name, told.password_from)
    url = URL.create(driver, told.user, word, told.host, told.port, told.database)
    return Door(name, told.kind, url, told.timeout)


def _password(name: str, place: str) -> str:
    origin, _colon, where = place.partition(":")
    if origin == "env":
        if where not in os.environ:
            text = _("Connection '{name}' takes its password from the environment variable {where}, which is not set.")
            raise MingjingError(text.format(name=name, where=where))
        return os.environ[where]
    path = CONFIG.parent / Path(where).expanduser()
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            text = _("Others may read the password file '{path}' of connection '{name}'; run: chmod 600 '{path}'.")
            raise MingjingError(text.format(name=name, path=path))
        return path.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        text = _("The password file '{path}' of connection '{name}' cannot be read; make it or name another one.")
        raise MingjingError(text.format(name=name, path=path)) from None
