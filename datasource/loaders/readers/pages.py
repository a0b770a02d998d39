"""Where the rows stand in a JSON document as the interfaces of CRM systems answer, and whether more of them follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasource.loaders.mapping.headers import fold_name
from datasource.texts import _

_LISTS = frozenset({"records", "data", "results", "result", "value", "items", "list", "rows", "entities", "objects"})
_WRAPPERS = frozenset({"data", "result", "response", "body"})
_ENVELOPE = frozenset(
    {
        "totalsize", "total", "totalcount", "count", "size", "done", "nextrecordsurl", "info", "paging", "pagination",
        "meta", "page", "pageno", "pagesize", "pages", "limit", "offset", "hasmore", "more", "next", "previous",
        "links", "cursor", "code", "message", "msg", "status", "success", "error", "errors", "timestamp", "query",
        "querylocator", "requestid", "traceid", "@odata.context", "@odata.count", "@odata.nextlink",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """The rows of one document; `more`: what says that others follow, or an empty text."""

    rows: list[dict[str, object]]
    more: str = ""


def page_of(document: object, records: str | None, *, in_list: bool, alone: bool) -> Page:
    """The rows in `document`: at the path `records` (`data.items`), else where they are found.

    An element of a list (`in_list`) is a row; one object of several is a row unless it has nothing around its rows but
    what tells of pages; one that stands `alone` may have other keys too. Raises `ValueError` with a sentence.
    """
    if records is not None:
        return Page(_objects(_walked(document, records), records), more_after(document))
    if in_list or not isinstance(document, dict):
        return Page(_objects([document], ""))
    path = _path(document, alone=alone)
    if not path:
        return Page([document])
    return Page(_objects(_walked(document, ".".join(path)), path[-1]), more_after(document))


def more_after(document: object) -> str:
    """What in an answer says that it is not the last page, as `key: value`; an empty text when nothing does."""
    if not isinstance(document, dict):
        return ""
    told = {fold_name(key): value for key, value in document.items()}
    if told.get("done") is False:
        return f"done: false, {told.get('nextrecordsurl', '')}"
    for key in ("nextrecordsurl", "@odata.nextlink", "next"):
        if told.get(key):
            return f"{key}: {told[key]}"
    if told.get("hasmore") is True or told.get("morerecords") is True:
        return "has more: true"
    inside = ("info", "paging", "pagination", "meta", *sorted(_WRAPPERS))
    return next((more for key in inside if (more := more_after(told.get(key)))), "")


def _walked(document: object, path: str) -> object:
    for name in path.split("."):
        if not isinstance(document, dict) or name not in document:
            raise ValueError(
                _("there is no '{path}' in it; give the place of its rows in 'records'.").format(path=path)
            )
        document = document[name]
    return document


def _objects(value: object, path: str) -> list[dict[str, object]]:
    found: list[Any] = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in found):
        where = f" ('{path}')" if path else ""
        raise ValueError(_("its rows{where} are no objects; each should have names and values.").format(where=where))
    return found


def _path(document: Mapping[str, object], *, alone: bool) -> list[str]:
    """The keys that lead to the list of rows; none: the document is a row itself."""
    lists = [key for key, value in document.items() if _is_rows(key, value)]
    around = [key for key in document if key not in lists and fold_name(key) not in _ENVELOPE]
    if len(lists) == 1 and (alone or not around):
        return lists
    if len(lists) > 1 and alone:
        text = _("it holds several lists ({names}); say in 'records' which one is meant.")
        raise ValueError(text.format(names=", ".join(lists)))
    inner = document[around[0]] if len(around) == 1 else None
    if isinstance(inner, dict) and fold_name(around[0]) in _WRAPPERS and (deeper := _path(inner, alone=alone)):
        return [around[0], *deeper]
    return []


def _is_rows(key: str, value: object) -> bool:
    if not isinstance(value, list):
        return False
    return all(isinstance(one, dict) for one in value) if value else fold_name(key) in _LISTS
