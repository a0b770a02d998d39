"""Every text that people can see is there in every language, with the same placeholders."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from datasource.texts import _, use_language
from locales.extract import template
from locales.update import TEMPLATE, TRANSLATED, read_catalogue, rendered, untranslated


@pytest.fixture(scope="module")
def messages() -> Catalog:
    """The messages of the code as it stands."""
    return template()


@pytest.fixture(params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """The catalogue of each language in turn."""
    return read_catalogue(request.param)


def texts(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Pairs of source and translation; a plural message gives one pair for each form that the language has."""
    for message in catalogue:
        if message.id:
            source = message.id if isinstance(message.id, str) else str(message.id[-1])
            forms = [message.string or ""] if isinstance(message.string, str | None) else message.string
            yield from ((source, form) for form in forms)


def placeholders(text: str) -> list[str]:
    """What stands between braces with its braces, sorted; `{{name}}` is filled in by a second format."""
    return sorted(re.findall(r"\{+[^{}]*\}+", text))


def ids(catalogue: Catalog) -> set[object]:
    """What a catalogue translates."""
    return {message.id for message in catalogue if message.id}


def test_template_is_that_of_the_code(messages: Catalog) -> None:
    is_current = TEMPLATE.read_bytes() == rendered(messages)  # a diff of the two would take minutes to write
    assert is_current, "run `make texts`"


def test_catalogue_has_exactly_the_messages_of_the_code(messages: Catalog, catalogue: Catalog) -> None:
    assert ids(catalogue) == ids(messages), "run `make texts`, then translate what is new"


def test_catalogue_translates_everything_and_guesses_nothing(catalogue: Catalog) -> None:
    assert untranslated(catalogue) == []


def test_translation_has_the_placeholders_of_its_source(catalogue: Catalog) -> None:
    pairs = list(texts(catalogue))
    assert [pair for pair in pairs if placeholders(pair[0]) != placeholders(pair[1])] == []


def test_translation_keeps_the_spaces_around_its_source(catalogue: Catalog) -> None:
    def edges(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    assert [pair for pair in texts(catalogue) if edges(pair[0]) != edges(pair[1])] == []


def test_shown_text_follows_the_language_of_the_run() -> None:
    shown = []
    for code in ("en", "zh_CN", "vi", "en"):
        use_language(code)
        shown.append(_("Won amount"))
    assert shown == ["Won amount", "赢单金额", "Giá trị thắng", "Won amount"]
