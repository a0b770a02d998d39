"""Old dashboard files → the version of today: one short function a step, each from one version to the next."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dashboards.model import VERSION
from datasource.errors import MingjingError

Data = dict[str, Any]
Step = Callable[[Data], Data]

STEPS: Mapping[int, Step] = MappingProxyType({})
"""From version → the step to the next one. Version 1 is the first, so that there is nothing to migrate yet."""


class UnknownVersion(MingjingError):
    """The file's version is missing or no number."""


class NewerVersion(UnknownVersion):
    """The file's version is newer than this program: nothing more can be said about it."""


def migrate(data: Data, steps: Mapping[int, Step] = STEPS, current: int = VERSION) -> Data:
    """`data` as a file of the current version would hold it; raises `UnknownVersion` with the way out."""
    version = data.get("version")
    if "version" not in data:
        raise UnknownVersion(f"'version' is missing; write 'version: {current}' on the first line")
    if type(version) is not int or version < 1:
        raise UnknownVersion(f"{_short(version)} is no version of a dashboard file; write 'version: {current}'")
    if version > current:
        raise NewerVersion(
            f"version {_short(version)} was written by a newer Mingjing, this one reads up to {current}; "
            "upgrade Mingjing, or take an older revision of the file"
        )
    for step in range(version, current):
        data = {**steps[step](data), "version": step + 1}
    return data


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
