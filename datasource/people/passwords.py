"""Passwords: how one is hashed, checked, made up, and what a chosen one must be."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import bcrypt

from datasource.errors import MingjingError
from datasource.texts import _

ROUNDS = 12
MAX_BYTES = 72
MIN_LENGTH = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def hashed(password: str) -> str:
    """The bcrypt hash of `password`; takes about a quarter of a second on purpose."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(ROUNDS)).decode()


def all_hashed(passwords: list[str]) -> list[str]:
    """The hashes of many passwords, in their order, on all cores."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(hashed, passwords))


def fits(password: str, password_hash: str) -> bool:
    """Whether `password` is the one behind the hash; a password too long for bcrypt never is."""
    if len(password.encode()) > MAX_BYTES:
        return False
    return bcrypt.checkpw(password.encode(), password_hash.encode())


def dummy_hash() -> str:
    """A hash that no password fits, so that an unknown login costs the same time as a known one."""
    return _dummy(ROUNDS)


@lru_cache(maxsize=4)
def _dummy(rounds: int) -> str:
    return bcrypt.hashpw(secrets.token_bytes(32).hex().encode(), bcrypt.gensalt(rounds)).decode()


def one_time_password() -> str:
    """A password of 59 bits that is easy to read out: three groups of four letters and digits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def too_long(password: str) -> bool:
    """Whether bcrypt would refuse `password`: more than 72 bytes in UTF-8."""
    return len(password.encode("utf-8", "surrogatepass")) > MAX_BYTES


def check_chosen(password: str, login: str) -> None:
    """Raise `MingjingError` when `password` is not fit to be chosen by the person `login`."""
    if too_long(password):
        raise MingjingError(_("The password is too long: 72 bytes at most (24 Chinese characters)."))
    if len(password) < MIN_LENGTH:
        raise MingjingError(_("The password is too short: take {count} characters or more.").format(count=MIN_LENGTH))
    if password != password.strip() or not password.isprintable():
        raise MingjingError(_("The password may not start or end with a space, nor hold invisible characters."))
    if password.lower() == login or len(set(password)) < 4:
        raise MingjingError(
            _("The password is too easy to guess: take one that is not the login and not a repetition.")
        )
