"""Dashboard files of bad will, by number: the same number is the same file in every run."""

from random import Random
from typing import Any

import yaml

TRICKS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "{{7*7}}",
    "${jndi:ldap://a}",
    "__import__('os').system('touch pwned')",
    "'; DROP TABLE accounts; --",
    "=HYPERLINK(1)",
    "../../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "a\x00b",
    "\u202etxt.exe",
    "\ud83d",
    "x" * 30_000,
    "%s%s%n",
    "\r\n\r\nSet-Cookie: a",
)
PATHS = (
    "../x",
    "..",
    ".",
    "",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "~",
    "con",
    "won.yaml",
    "WON",
    "a\x00",
    "x" * 300,
    "won~1",
    "-",
)
VALUES: tuple[object, ...] = (
    None,
    True,
    -1,
    10**30,
    1e308,
    [],
    {},
    [[]],
    {"a": {}},
    "",
    "1",
    [None],
    "2017-02-30",
    {"field": {}},
    [1] * 50,
)
KEYS = ("__proto__", "constructor", "eval", "!!python", "<<", "tiles ", "Tiles", "", "x" * 200, "share", "version")
RAW = (
    b"a: &a [x]\nb: [*a, *a]\n",
    b"!!python/object/apply:os.system ['touch pwned']\n",
    b"version: 1\nid: !!python/name:os.system x\ntitle: a\n",
    b"version: 1\nid: a\ntitle: &t a\ndescription: *t\n",
    b"version: 1\nid: a\ntitle: a\n<<: {icon: b}\n",
    b"--- a\n--- b\n",
    b"\xff\xfe\x00",
    b"version: 1\nid: a\ntitle: \xc3\x28\n",
    b"\t- x",
    b"[" * 5000,
    b"a: " * 3000,
    b"{" * 3000 + b"}" * 3000,
    b"? " * 3000,
    b"version: 99\n",
    b"version: 1\nversion: 1\nid: a\ntitle: a\n",
    b"%YAML 9.9\n---\na",
)


def laughs() -> bytes:
    """Nine lists of nine aliases each: a thousand million values once they are followed."""
    lines = ['a0: &a0 ["lol"]'] + [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 10)]
    return "\n".join(lines).encode()


def good() -> dict[str, object]:
    """A board with something in every corner, to be spoilt."""
    shelves = {"columns": [{"field": "close_date", "grain": "month"}], "values": ["won_amount"]}
    shelves["filters"] = [{"field": "region", "op": "in", "value": ["A"]}]
    options = {"x_title": "x", "notes": [{"at": "a", "text": "b"}], "lines": [{"value": 1, "label": "l"}]}
    chart = {"kind": "bar", "shelves": shelves, "options": options, "looks": [{"field": "won_amount", "label": "w"}]}
    chart["calculations"] = [
        {"id": "half", "label": "Half", "formula": {"subject": "opportunities", "text": "amount / 2"}}
    ]
    tiles = [
        {"id": "a", "title": "a", "x": 0, "y": 0, "w": 4, "h": 4, "chart": chart},
        {"id": "b", "x": 4, "y": 0, "w": 4, "h": 4, "text": "**b**"},
        {"id": "c", "x": 8, "y": 0, "w": 4, "h": 4, "image": {"file": "0" * 64 + ".png", "alt": "c"}},
        {"id": "d", "x": 0, "y": 4, "w": 4, "h": 4, "embed": {"url": "https://example.org/"}},
    ]
    board: dict[str, object] = {"version": 1, "id": "won", "title": "Won", "description": "d", "icon": "i"}
    return board | {"tabs": [{"id": "one", "title": "One"}], "tiles": tiles, "share": {"people": ["kim"]}}


def hostile(number: int) -> bytes:
    """The file of this number."""
    if number == 0:
        return laughs()
    if number == 1:
        return b"title: " + b"x" * (10 * 1024 * 1024)
    if number == 2:
        return b"tiles:\n" + b"  - {id: a}\n" * 800_000
    if number - 3 < len(RAW):
        return RAW[number - 3]
    chance = Random(number)
    board = good()
    for _ in range(chance.randint(1, 3)):
        _spoil(board, chance)
    text = yaml.dump(board, allow_unicode=chance.random() < 0.5, default_flow_style=chance.random() < 0.2)
    content = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.15:
        at = chance.randrange(len(content))
        content = content[:at] + bytes(chance.randrange(256) for _ in range(3)) + content[at + chance.randint(0, 9) :]
    return content


def _spoil(board: dict[str, object], chance: Random) -> None:
    """One value somewhere becomes another, or a key is added, taken away or written otherwise."""
    here, key = _somewhere(board, chance)
    what = chance.random()
    if what < 0.8:
        here[key] = chance.choice(TRICKS if what < 0.45 else VALUES if what < 0.7 else PATHS)
    elif isinstance(here, list):
        here.append(here[key])
    elif what < 0.9:
        here[chance.choice(KEYS)] = chance.choice((*VALUES, *TRICKS))
    else:
        del here[key]


def _somewhere(here: Any, chance: Random) -> tuple[Any, Any]:
    """A mapping or list in the board, and one of its keys; deep as often as shallow."""
    while True:
        key = chance.choice(list(here)) if isinstance(here, dict) else chance.randrange(len(here))
        inner = here[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.2:
            return here, key
        here = inner
