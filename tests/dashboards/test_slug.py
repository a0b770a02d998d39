"""Names of boards: safe as file, in an address and as a widget's key, for a title in any language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.slug import is_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Won by team", "won-by-team"),
        ("Doanh thu tháng 3, Đà Nẵng", "doanh-thu-thang-3-da-nang"),
        ("Über/../../etc", "uber-etc"),
        ("  --a--  ", "a"),
        ("CON", "board-con"),
    ],
)
def test_a_title_in_latin_letters_stays_readable(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_chinese_titles_get_names_of_their_own() -> None:
    first, second, mixed = slug_of("销售漏斗"), slug_of("客户分析"), slug_of("2017 年 GTX")
    assert first.startswith("board-")
    assert second.startswith("board-")
    assert first != second
    assert mixed.startswith("2017-gtx-")
    assert slug_of("销售漏斗") == first


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert slug_of("Won", {"won"}) == "won-2"
    assert slug_of("Won", {"won", "won-2"}) == "won-3"


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_every_title_gives_a_name_that_is_safe(title: str) -> None:
    slug = slug_of(title.encode("utf-8", "replace").decode())
    assert is_slug(slug)
    assert slug == slug_of(slug)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "-a", "a-", "A", "a.yaml", "a\n", "a\x00", "明", "a" * 65]
)
def test_no_other_name_is_taken_for_one(name: str) -> None:
    assert not is_slug(name)
