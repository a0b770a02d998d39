"""Files that a person handed over: kept under numbers in a folder of their own, and known by their names."""

import json
import shutil
import unicodedata
from pathlib import Path, PurePosixPath
from time import time_ns
from typing import BinaryIO

from datasource.errors import MingjingError
from datasource.loaders.finding import Candidate, candidate_at
from datasource.loaders.readers.limits import USUAL, Limits
from datasource.loaders.readers.place import Place, file_at
from datasource.texts import _

_INDEX = "names.json"
_LONGEST = 200


class Uploads:
    """The files below `folder`, which belongs to nobody else; `limits` say how large each may be."""

    def __init__(self, folder: Path, limits: Limits = USUAL) -> None:
        self.folder = folder
        self.limits = limits

    def names(self) -> dict[str, int]:
        """The names of the files that are kept, each with its size in bytes."""
        held = self._index()
        return {name: (self.folder / number).stat().st_size for name, number in held.items() if self._there(number)}

    def stamp(self, name: str) -> str:
        """Which file of that name it is: another one has another number."""
        return self._index().get(name, "")

    def take(self, name: str, data: BinaryIO) -> str:
        """Keep a file under its own name, without folders; one of that name takes its place. Returns the name.

        Raises `MingjingError` for a name that is none and for an empty file.
        """
        tidy = _tidy(name)
        held = {one: number for one, number in self._index().items() if one.casefold() != tidy.casefold()}
        number = str(max(map(int, self._index().values()), default=time_ns()) + 1)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / number).open("wb") as file:
            shutil.copyfileobj(data, file)
        if not (self.folder / number).stat().st_size:
            (self.folder / number).unlink()
            raise MingjingError(_("'{name}' is empty; export it again.").format(name=tidy))
        self._keep(held | {tidy: number})
        return tidy

    def drop(self, name: str) -> None:
        """Remove one file, if it is there."""
        self._keep({one: number for one, number in self._index().items() if one != name})

    def clear(self) -> None:
        """Remove all files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def places(self) -> tuple[Place, ...]:
        """Where each file lies, called by its own name; raises `MingjingError` for one that is too large."""
        held = {name: number for name, number in self._index().items() if self._there(number)}
        found = ((name, file_at(self.folder / number, self.limits)) for name, number in held.items())
        return tuple(Place(name, name, at.open, at.path, self.limits) for name, at in found)

    def candidates(self) -> list[Candidate]:
        """The files as a mapping finds them."""
        return [candidate_at(place) for place in self.places()]

    def _there(self, number: str) -> bool:
        return (self.folder / number).is_file()

    def _index(self) -> dict[str, str]:
        try:
            held = json.loads((self.folder / _INDEX).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(number) for name, number in held.items() if str(number).isdigit()}

    def _keep(self, held: dict[str, str]) -> None:
        new = self.folder / f"{_INDEX}.new"
        new.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
        new.replace(self.folder / _INDEX)
        for path in self.folder.iterdir():
            if path.name.isdigit() and path.name not in held.values():
                path.unlink(missing_ok=True)


def _tidy(name: str) -> str:
    """The name alone, without folders and control characters."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    tidy = "".join(mark for mark in bare if unicodedata.category(mark)[0] != "C").strip()[-_LONGEST:]
    if not tidy or tidy in (".", ".."):
        raise MingjingError(_("A file without a name cannot be kept; give it one."))
    return tidy
