"""What `--from` names: a connection, an SQLite file, or the files of an export."""

from pathlib import Path

from datasource.errors import MingjingError
from datasource.loaders.connections import connection_names, file_door, open_door
from datasource.loaders.database_sources import open_tables
from datasource.loaders.mapping import Mapping
from datasource.loaders.readers.database import Database
from datasource.loaders.readers.limits import limits_of
from datasource.loaders.source import Source
from datasource.loaders.sources import open_sources
from datasource.settings import CONNECTION_NAME, Settings
from datasource.texts import _

_SQLITE = b"SQLite format 3\0"


def database_at(origin: str, settings: Settings) -> Database | None:
    """The database that `origin` names: a connection of the settings or the environment, else an SQLite file.

    None when it names files. Raises `MingjingError` for a connection that cannot be used, and for a URL, which would
    stand in the list of processes with its password.
    """
    if "://" in origin:
        text = _("Name a connection instead of a URL, which others may see; the URL stands in MINGJING_<NAME>_URL.")
        raise MingjingError(text)
    if origin in connection_names(settings):
        return Database(open_door(origin, settings))
    path = Path(origin)
    if path.is_file() and _first_bytes(path) == _SQLITE:
        return Database(file_door(path))
    if CONNECTION_NAME.fullmatch(origin) and not path.exists():
        text = _("'{origin}' is neither a folder nor a connection; give a folder, or name it in config.yaml.")
        raise MingjingError(text.format(origin=origin))
    return None


def open_origin(mapping: Mapping, origin: str, settings: Settings) -> dict[str, Source]:
    """Every source of `mapping` by its name, in the database or the files that `origin` names, opened and not yet read.

    Raises `MingjingError` when there is nothing of the kind, `InvalidInput` with the problems of each source.
    """
    database = database_at(origin, settings)
    if database is not None:
        return open_tables(mapping, database)
    return open_sources(mapping, Path(origin), limits_of(settings.imports))


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE))
    except OSError:
        return b""
