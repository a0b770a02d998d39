"""The settings of one installation: `config.yaml`, checked strictly at start. The app never writes the file."""

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from datasource.errors import unknown
from datasource.strict_yaml import read_strict
from datasource.texts import LANGUAGES

_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
CONFIG = Path(__file__).resolve().parent.parent / "config.yaml"


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


class Settings(_Strict):
    """One installation's settings. `data` is an absolute folder; `app_database` None means `app.db` inside it."""

    data: str = Field(default="var", min_length=1)
    app_database: str | None = None
    language: str = "en"
    sign_in: SignIn = SignIn()
    comparisons: Comparisons = Field(default=Comparisons.ANONYMOUS, strict=False)
    pool_visible: bool = True
    embed_hosts: tuple[str, ...] = Field(default=(), strict=False)

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
