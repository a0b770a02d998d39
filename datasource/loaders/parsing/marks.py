"""The marks and codes by which money text names its currency."""

from functools import lru_cache

from babel.numbers import list_currencies

_SYMBOLS: dict[str, str] = {
    "$": "USD CAD AUD NZD HKD SGD TWD MXN ARS CLP COP",
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "MX$": "MXN",
    "R$": "BRL",
    "¥": "CNY JPY",
    "元": "CNY TWD HKD",
    "圆": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "日元": "JPY",
    "円": "JPY",
    "RMB": "CNY",
    "€": "EUR",
    "£": "GBP EGP",
    "₫": "VND",
    "Đ": "VND",
    "VNĐ": "VND",
    "₹": "INR",
    "RS": "INR PKR LKR",
    "₩": "KRW",
    "₽": "RUB",
    "ZŁ": "PLN",
    "KR": "SEK NOK DKK ISK",
    "฿": "THB",
    "RP": "IDR",
    "RM": "MYR",
    "₱": "PHP",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
}
"""Mark in upper case → the currencies that write it so."""


def currencies_of(mark: str) -> frozenset[str]:
    """The currencies that `mark` (a sign, a word or an ISO 4217 code) may mean; none when it is no currency's mark."""
    upper = mark.upper()
    return frozenset({upper}) if upper in codes() else frozenset(_SYMBOLS.get(upper, "").split())


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The three-letter codes of ISO 4217, as the CLDR lists them."""
    return frozenset(list_currencies("en"))
