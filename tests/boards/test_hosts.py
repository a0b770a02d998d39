"""The server's headers let in pages of the hosts in the settings, and of no others."""

import pytest

from datasource.settings import Settings
from widgets.shell import serving


@pytest.mark.parametrize(
    ("hosts", "policy"),
    [((), "frame-src 'self'"), (("a.example.com", "b.org"), "frame-src 'self' https://a.example.com https://b.org")],
)
def test_frames_come_from_the_hosts_in_the_settings(
    monkeypatch: pytest.MonkeyPatch, hosts: tuple[str, ...], policy: str
) -> None:
    monkeypatch.setattr(serving, "settings", lambda: Settings(embed_hosts=hosts))
    serving.headers.cache_clear()
    found = serving.headers()["Content-Security-Policy"]
    serving.headers.cache_clear()
    assert found.split("; ")[-1] == policy
    assert found.startswith("default-src 'self'")
