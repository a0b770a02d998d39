"""Pages of other sites: https on allowed hosts alone, however the address is written."""

import pytest

from dashboards.embeds import embed_refusal

HOSTS = ("maps.example.com", "*.example.org")


@pytest.mark.parametrize(
    "url", ["https://maps.example.com/a?b#c", "https://MAPS.example.com:443/", "https://a.b.example.org/"]
)
def test_a_page_on_an_allowed_host_may_be_shown(url: str) -> None:
    assert embed_refusal(url, HOSTS) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://maps.example.com/", "https://example.org/", "https://maps.example.com.evil.net/",
        "https://evilexample.org/", "https://maps.example.com@evil.net/", "https://maps.example.com:8443/",
        "https://evil.net\\@maps.example.com/", "https://maps.example.com\n.evil.net/", "javascript:alert(1)",
        "data:text/html,x", "//maps.example.com/", "https:///x", "https://[", "https://мaps.example.com/", "",
    ],
)  # fmt: skip
def test_any_other_is_refused_in_a_sentence(url: str) -> None:
    assert embed_refusal(url, HOSTS).endswith(".")


def test_without_hosts_everything_is_off() -> None:
    assert "switched off" in embed_refusal("https://maps.example.com/", ())
