"""The settings of one installation: `config.yaml`, checked strictly at start. The app never writes the file."""

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from datasource.errors import unknown
from datasource.strict_yaml import read_strict
from datasource.texts import LANGUAGES

CONNECTION_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PASSWORD_FROM = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:.+")
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
CONFIG = Path(os.environ.get("MINGJING_CONFIG") or Path(__file__).resolve().parent.parent / "config.yaml").absolute()
"""The settings file: `config.yaml` of the project, or the one that `MINGJING_CONFIG` names."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)


class Comparisons(StrEnum):
    """What a reader sees of people outside their data scope in company-wide comparisons (rule R13)."""

    NAMES = "names"
    ANONYMOUS = "anonymous"
    OFF = "off"


class SignIn(_Strict):
    """How long a sign-in lasts (days) and when failures close a login for a while (count within minutes)."""

    session_days: int = Field(default=14, ge=1, le=365)
    failures: int = Field(default=5, ge=1, le=1000)
    minutes: int = Field(default=15, ge=1, le=1440)


class Imports(_Strict):
    """What one file may ask of this machine: megabytes, columns, and unpacked bytes for one packed byte."""

    max_file_mb: int = Field(default=20_000, ge=1)
    max_unpacked_mb: int = Field(default=20_000, ge=1)
    max_ratio: int = Field(default=250, ge=2)
    max_row_mb: int = Field(default=16, ge=1, le=512)
    max_columns: int = Field(default=2_000, ge=1, le=100_000)


class Connection(_Strict):
    """A database to read from. `password_from` says where the password is: `env:NAME` or `file:PATH`, never itself.

    `database` of SQLite is a file, beginning at the folder of the settings file; `timeout` is seconds to connect.
    """

    kind: Literal["postgresql", "mysql", "sqlite", "mssql", "oracle"]
    database: str = Field(min_length=1)
    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=1, le=65535)
    user: str | None = None
    password_from: str | None = None
    timeout: int = Field(default=10, ge=1, le=300)

    @field_validator("password_from")
    @classmethod
    def _where_it_is(cls, place: str | None) -> str | None:
        if place is not None and not _PASSWORD_FROM.fullmatch(place):
            raise ValueError("say where the password is, not what it is: env:NAME or file:PATH.")
        return place

    @model_validator(mode="after")
    def _a_file_needs_no_server(self) -> Self:
        stray = sorted({"host", "port", "user", "password_from"} & self.model_fields_set)
        if self.kind == "sqlite" and stray:
            raise ValueError(f"SQLite is a file and takes no {', '.join(stray)}; remove it.")
        return self


class Timed(_Strict):
    """When something is done: `every` (`15m`, `2h`) or each day `at` a time (`02:30`); neither: on demand."""

    every: str | None = Field(default=None, pattern=r"^[1-9]\d{0,3}[mh]$")
    at: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")

    @model_validator(mode="after")
    def _one_clock(self) -> Self:
        if self.every and self.at:
            raise ValueError("'every' and 'at' are two schedules; keep one.")
        return self


class Refresh(Timed):
    """What a refresh loads, and when.

    `mapping` is a preset's name or a mapping file, `source` (in the file: `from`) a folder or a connection. Of sources
    with a watermark only changes are read, `overlap_minutes` before the last one on; each `deletes_every`th refresh
    looks for rows that are gone (0: none does), each `full_every`th reads everything.
    """

    mapping: str = Field(min_length=1)
    source: str = Field(alias="from", min_length=1)
    overlap_minutes: int = Field(default=10, ge=0, le=10_000)
    deletes_every: int = Field(default=1, ge=0, le=10_000)
    full_every: int = Field(default=100, ge=1, le=10_000)


class Settings(_Strict):
    """One installation's settings. `data` is an absolute folder; `app_database` None means `app.db` inside it."""

    data: str = Field(default="var", min_length=1)
    app_database: str | None = None
    language: str = "en"
    versions_kept: int = Field(default=7, ge=2, le=1000)
    sign_in: SignIn = SignIn()
    comparisons: Comparisons = Field(default=Comparisons.ANONYMOUS, strict=False)
    pool_visible: bool = True
    embed_hosts: tuple[str, ...] = Field(default=(), strict=False)
    imports: Imports = Imports()
    connections: dict[str, Connection] = Field(default_factory=dict)
    refresh: Refresh | None = None
    studies: Timed = Timed(at="02:30")
    alerts: Timed = Timed(at="07:00")

    @field_validator("comparisons", mode="before")
    @classmethod
    def _bare_off(cls, value: Any) -> Any:
        """YAML reads a bare `off` as false."""
        return Comparisons.OFF if value is False else value

    @field_validator("embed_hosts")
    @classmethod
    def _hosts_alone(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        """Each is a host, or `*.` and a host; anything more would end in the page's security header."""
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"'{host}' is no host; write it like maps.example.com or *.example.com.")
        return hosts

    @field_validator("connections")
    @classmethod
    def _plain_names(cls, connections: dict[str, Connection]) -> dict[str, Connection]:
        """A name becomes part of the name of an environment variable."""
        for name in connections:
            if not CONNECTION_NAME.fullmatch(name):
                raise ValueError(f"'{name}' is no name of a connection; use a-z, 0-9 and _, beginning with a letter.")
        return connections

    @field_validator("language")
    @classmethod
    def _shipped(cls, code: str) -> str:
        if code not in LANGUAGES:
            raise ValueError(unknown("language", code, LANGUAGES))
        return code

    @property
    def data_dir(self) -> Path:
        """The data folder as a path."""
        return Path(self.data)

    def at(self, folder: Path) -> Self:
        """The same settings over another data folder."""
        return self.model_copy(update={"data": str(folder.expanduser().absolute())})


def load_settings(path: Path | str = CONFIG) -> Settings:
    """The settings of `path`; a relative data folder starts at the file's folder, `MINGJING_DATA` wins over it.

    Raises `MingjingError` when the file cannot be read and `InvalidInput` with every problem in it.
    """
    file = Path(path)
    settings = read_strict(file, Settings)
    folder = os.environ.get("MINGJING_DATA")
    return settings.at(Path(folder) if folder else file.absolute().parent / settings.data)
