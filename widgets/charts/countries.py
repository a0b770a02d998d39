"""Countries by what data call them: ISO 3166 codes of two or three letters or three digits, or a name of CLDR."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import polars as pl
from babel import Locale
from babel.core import get_global

from datasource.texts import LANGUAGES

COUNTRY = "_country"
OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "usa": "US", "united states of america": "US", "u.s.": "US", "u.s.a.": "US", "uk": "GB", "great britain": "GB",
        "england": "GB", "russian federation": "RU", "republic of korea": "KR", "korea": "KR", "viet nam": "VN",
        "czech republic": "CZ", "turkey": "TR", "ivory coast": "CI", "burma": "MM", "swaziland": "SZ",
        "macedonia": "MK", "the netherlands": "NL", "uae": "AE", "congo": "CG",
        "democratic republic of the congo": "CD",
        "hong kong": "HK", "macau": "MO", "macao": "MO",
        "香港": "HK", "澳门": "MO", "台湾": "TW", "阿联酋": "AE",
        "taiwan, province of china": "TW", "iran, islamic republic of": "IR", "syrian arab republic": "SY",
        "lao people's democratic republic": "LA", "republic of moldova": "MD", "palestine": "PS",
    }
)  # fmt: skip


def country_rows(field: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `_country`, the two letters of the country that `field` names, null where it names none."""
    codes = {name: code_of(name) for name in rows[field].cast(pl.String).unique().drop_nulls()}
    coded = pl.col(field).cast(pl.String).replace_strict(codes, default=None, return_dtype=pl.String)
    return rows.with_columns(coded.alias(COUNTRY))


def code_of(name: str) -> str | None:
    """The two letters of a country, or None."""
    return _codes().get(name.strip().casefold())


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        names = Locale.parse(language).territories
        found |= {name.casefold(): code for code, name in names.items() if _is_country(code)}
    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and _is_country(codes[0]):
            found[alias.casefold()] = codes[0]
    known = set(found.values())
    return {**found, **{code.casefold(): code for code in known}, **OTHER_NAMES}


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ")
