"""The shipped mappings, and reading a mapping from a file."""

from collections.abc import Sequence
from functools import lru_cache, reduce
from pathlib import Path

from datasource.errors import MingjingError, did_you_mean
from datasource.loaders.mapping.combine import combined
from datasource.loaders.mapping.mapping import Mapping
from datasource.strict_yaml import read_strict

FOLDER = Path(__file__).resolve().parents[1] / "mappings"


def presets() -> dict[str, Path]:
    """The shipped mappings by name."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def read_presets(names: Sequence[str]) -> Mapping:
    """The shipped mappings `names` as one: the first, with the others beside it."""
    return reduce(combined, map(read_preset, names))


def read_preset(name: str) -> Mapping:
    """The shipped mapping `name`; raises `MingjingError` with the nearest name or the list when there is none."""
    known = presets()
    if name not in known:
        raise MingjingError(f"Unknown preset '{name}'.{did_you_mean(name, known)} Presets: {', '.join(known)}.")
    return _shipped(known[name])


@lru_cache(maxsize=64)
def _shipped(path: Path) -> Mapping:
    """A shipped file, which does not change while the program runs."""
    return read_mapping(path)


def read_mapping(path: Path) -> Mapping:
    """The mapping in `path`; raises `InvalidInput` with every problem as `file:line: path: message`."""
    mapping = read_strict(path, Mapping)
    mapping._file = path
    return reduce(combined, map(read_preset, mapping.include), mapping)
