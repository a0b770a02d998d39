"""The app database and the key beside it: opened once per process, private to the person who runs the server."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlmodel import Session

from datasource.errors import MingjingError
from datasource.people.rows import AppTable
from datasource.settings import SignIn

PRIVATE = 0o600
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment as naive UTC, the only kind of time in the app database."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class AppDatabase:
    """A door to the app database: its folder, its key (32 bytes), its clock, and how long a sign-in lasts."""

    folder: Path
    engine: Engine
    key: bytes = field(repr=False)
    sign_in: SignIn
    clock: Clock

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: kept when the block ends well, undone when it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def now(self) -> datetime:
        """The moment by this database's clock, naive UTC."""
        return self.clock()

    def keyed_hash(self, secret: str) -> str:
        """What is kept of `secret` instead of itself: 64 hexadecimal digits that need the key file to be made."""
        return hmac.new(self.key, secret.encode(), hashlib.sha256).hexdigest()


def open_app_database(
    folder: Path, url: str | None = None, sign_in: SignIn | None = None, clock: Clock = utc_now
) -> AppDatabase:
    """The app database of a data folder, made at first use (`app.db` there, or at `url`), and the key `app.key`.

    Raises `MingjingError` when the folder cannot be written or the database cannot be reached.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        key = _key(folder / "app.key")
        if url is None:
            _private_file(folder / "app.db")
    except OSError as error:
        raise MingjingError(f"The data folder {folder} cannot be used: {error.strerror}; choose another one.") from None
    engine = _engine(url or f"sqlite:///{folder / 'app.db'}")
    return AppDatabase(folder, engine, key, sign_in or SignIn(), clock)


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise MingjingError(f"The app database's URL cannot be used: {error}.") from None
    try:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        AppTable.metadata.create_all(engine)
    except DatabaseError as error:
        engine.dispose()
        shown = make_url(url).render_as_string(hide_password=True)
        raise MingjingError(f"The app database {shown} cannot be opened: {error.orig}.") from None
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    try:
        for pragma in ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError:
        connection.close()
        raise


def _private_file(file: Path) -> None:
    file.touch(PRIVATE, exist_ok=True)
    file.chmod(PRIVATE)


def _key(file: Path) -> bytes:
    """The key in `file`; made when there is none, by whichever process comes first."""
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        write_private(fresh, secrets.token_bytes(32))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = file.read_bytes()
    if len(key) != 32:
        raise MingjingError(f"The key file {file} is damaged; delete it, and everybody signs in again.")
    return key


def write_private(file: Path, content: bytes) -> None:
    """Write `content` to `file`, which nobody but its owner may read, in one step that a crash cannot halve."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)
