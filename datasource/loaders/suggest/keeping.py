"""What is kept of the work on a mapping: the draft of each account, and the finished mappings of the installation."""

import shutil
from pathlib import Path

from pydantic import ValidationError

from datasource.errors import MingjingError
from datasource.field import Frozen
from datasource.loaders.readers.limits import Limits
from datasource.loaders.suggest.draft import NAME, Draft
from datasource.loaders.suggest.writing import mapping_of
from datasource.loaders.uploads import Uploads
from datasource.texts import _

_STATE, _FILES, _TRIED, _ENDING = "draft.json", "files", "mapping", ".yaml"


class Kept(Frozen):
    """How far a person has come: the step (1 to 5), whether the tables were looked at, and the draft.

    `database_tables`: the tables of the draft's connection that are wanted. `replacing`: what tells the files or tables
    that may take the place of all records that are served.
    """

    step: int = 1
    draft: Draft = Draft()
    database_tables: tuple[str, ...] = ()
    replacing: str = ""


class Corner:
    """The folder of one account's work on a mapping, below the data folder; nobody else writes there."""

    def __init__(self, data: Path, account_id: int, limits: Limits) -> None:
        self.folder = data / "wizard" / str(account_id)
        self.uploads = Uploads(self.folder / _FILES, limits)

    def read(self) -> Kept | None:
        """What is kept; None when there is nothing, or nothing that this version can read."""
        try:
            return Kept.model_validate_json((self.folder / _STATE).read_text("utf-8"))
        except (OSError, ValidationError):
            return None

    def write(self, kept: Kept) -> None:
        """Keep it, in one step."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self.folder / _STATE, kept.model_dump_json())

    def tried(self, name: str, text: str) -> Path:
        """The mapping as a file of its own, for a dry run."""
        folder = self.folder / _TRIED
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / _file_name(name), text)
        return folder / _file_name(name)

    def clear(self) -> None:
        """Remove everything, the uploaded files too."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Mappings:
    """The finished mappings, `mappings/*.yaml` below the data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "mappings"

    def names(self) -> tuple[str, ...]:
        """Those that are saved."""
        return tuple(sorted(path.stem for path in self.folder.glob(f"*{_ENDING}") if NAME.fullmatch(path.stem)))

    def path(self, name: str) -> Path:
        """The file of one; raises `MingjingError` for a name that is none."""
        return self.folder / _file_name(name)

    def text(self, name: str) -> str:
        """What the file of one says; raises `MingjingError` when it is not there."""
        try:
            return self.path(name).read_text("utf-8")
        except OSError:
            raise MingjingError(_("There is no saved mapping '{name}' any more.").format(name=name)) from None

    def save(self, name: str, text: str) -> Path:
        """Keep a mapping under its name; raises `InvalidInput` for one with problems."""
        mapping_of(text)
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.path(name), text)
        return self.path(name)


def _file_name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise MingjingError(_("'{name}' cannot be the name of a mapping.").format(name=name))
    return f"{name}{_ENDING}"


def _write(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)
