"""Which pages of other sites a board may show: https alone, on hosts that `config.yaml` names in `embed_hosts`."""

from collections.abc import Collection
from urllib.parse import urlsplit

from datasource.texts import _

WILD = "*."


def embed_refusal(url: str, hosts: Collection[str]) -> str:
    """Why the page may not be shown, in one sentence; empty when it may.

    A host in `hosts` stands for itself alone, `*.example.com` for every host below `example.com`.
    """
    host = _host(url)
    if host is None:
        return _("Give an address like https://host/page, without a password in it.")
    if any(_covers(allowed.lower(), host) for allowed in hosts):
        return ""
    if not hosts:
        return _(
            "Pages of other sites are switched off; an administrator allows hosts by `embed_hosts` in config.yaml."
        )
    told = _("Pages of {host} may not be shown here; allowed are {hosts}. An administrator adds hosts in config.yaml.")
    return told.format(host=host, hosts=", ".join(sorted(hosts)))


def _host(url: str) -> str | None:
    """The host of a plain https address; None for any other, and for what browsers and Python read differently."""
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    plain = parts.scheme == "https" and "@" not in parts.netloc and port in (None, 443)
    return (parts.hostname or None) if plain else None


def _covers(allowed: str, host: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith(WILD) else host == allowed
