"""Words in the reader's language: gettext over `locales/`, the language chosen per run, never installed globally.

English is the source: a msgid is the English text. Use `_("text")` where the text is shown, and `N_("text")` to mark a
text in a constant that is translated later, when it is shown. Never call `_` at import time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Self

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "zh_CN": "简体中文", "vi": "Tiếng Việt"}
_GROUPS = {"en": ",", "zh_CN": ",", "vi": "."}
LOCALES = Path(__file__).resolve().parent.parent / "locales"

_language: ContextVar[str] = ContextVar("language", default="en")


def use_language(code: str) -> None:
    """Choose the language of this run (thread or task), a key of `LANGUAGES`; raises `LookupError` for another."""
    if code not in LANGUAGES:
        raise LookupError(code)
    _language.set(code)


def language() -> str:
    """The language of this run: a key of `LANGUAGES`, which is also a Babel locale name."""
    return _language.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` within the block, and what was spoken before after it."""
    before = language()
    use_language(code)
    try:
        yield
    finally:
        use_language(before)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> NullTranslations:
    if code == "en":
        return NullTranslations()
    source = LOCALES / code / "LC_MESSAGES" / "mingjing.po"
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


class Filled(str):
    """A text with words filled in, as a constant: when it is shown, text and words are translated each by itself."""

    __slots__ = ("template", "words")
    template: str
    words: dict[str, str]

    def __new__(cls, template: str, **words: str) -> Self:
        """`template` names its words in braces."""
        made = super().__new__(cls, template.format(**words))
        made.template, made.words = template, words
        return made


def _(text: str) -> str:
    """`text` in the language of this run."""
    if isinstance(text, Filled):
        return _(text.template).format(**{name: _(word) for name, word in text.words.items()})
    return _catalogue(_language.get()).gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802  (gettext's own name, which the extractor looks for)
    """Mark `text` for translation and leave it as it is."""
    return text


def plural(singular: str, many: str, count: int, **also: str) -> str:
    """The form of the text that fits `count`, with `{count}` in groups of thousands and what `also` names filled in."""
    written = f"{count:,}".replace(",", _GROUPS[_language.get()])
    return _catalogue(_language.get()).ngettext(singular, many, count).format(count=written, **also)
