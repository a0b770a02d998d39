"""`make texts`: write `mingjing.pot` from the code and bring each language's catalogue up to it.

New messages arrive without a translation, messages that left the code leave the catalogues, nothing is guessed. The
files carry no dates and no line numbers, so that they change only when a text does.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from datasource.texts import LANGUAGES, LOCALES
from locales.extract import template

TEMPLATE = LOCALES / "mingjing.pot"
TRANSLATED = tuple(code for code in LANGUAGES if code != "en")


def catalogue_path(code: str) -> Path:
    """Where the catalogue of one language lies."""
    return LOCALES / code / "LC_MESSAGES" / "mingjing.po"


def read_catalogue(code: str) -> Catalog:
    """The catalogue of one language as it stands; empty when there is none yet."""
    path = catalogue_path(code)
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def rendered(catalogue: Catalog, code: str = "") -> bytes:
    """The text of a catalogue file: messages in the order of the text, and a header without dates.

    `code` is the language, empty for the template.
    """
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return _header(code).encode() + body.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages without a translation, or with one that is marked as a guess."""
    missing = []
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(forms)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def _header(code: str) -> str:
    lines = ["Project-Id-Version: Mingjing", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8"]
    lines.append("Content-Transfer-Encoding: 8bit")
    if code:
        lines += [f"Language: {code}", f"Plural-Forms: {get_plural(code).plural_forms}"]
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines)]) + "\n\n"


def main() -> None:
    """Write the template and the catalogues, and say what is left to translate."""
    messages = template()
    TEMPLATE.write_bytes(rendered(messages))
    for code in TRANSLATED:
        catalogue = read_catalogue(code)
        catalogue.update(messages, no_fuzzy_matching=True)
        path = catalogue_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rendered(catalogue, code))
        print(f"{code}: {len(messages)} messages, {len(untranslated(catalogue))} without a translation")


if __name__ == "__main__":
    main()
