"""A draft ⇄ the mapping file that it means; what is written is read back before it is believed."""

import re
from collections.abc import Mapping as Dict
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from datasource.errors import MingjingError
from datasource.loaders.mapping import Feed, Mapping, kind_of, presets, read_mapping, targets
from datasource.loaders.suggest.draft import ColumnDraft, Draft, TableDraft
from datasource.loaders.suggest.made import PIPELINE, made_feeds, makes_pipeline
from datasource.loaders.suggest.synonyms import KEY
from datasource.texts import _

_EFFECTIVE = frozenset({"contracts", "receipts", "invoices"})
"""Tables whose rows count only when they are approved: without a status in the source, none needs approval."""
_CLOSES = ("closed_at", "close_date")
_HEAD = "# Written by Mingjing's page Connect data; docs/mappings.md says what each key means.\n"
_OWN_LINES = ("name", "company", "currency", "timezone", "minor_digits")


def mapping_text(draft: Draft) -> str:
    """The mapping file that `draft` means; raises `MingjingError` when a check of mappings refuses it."""
    text = _preset_text(draft) if draft.preset else _HEAD + _dumped(_told(draft))
    mapping = mapping_of(text)
    if not draft.preset and mapping.model_dump() != Mapping.model_validate(_told(draft)).model_dump():
        raise MingjingError(_("A name in the source cannot be written into a mapping file; rename the column."))
    return text


def mapping_of(text: str, name: str = "mapping") -> Mapping:
    """The mapping that a file of this text holds; raises `InvalidInput` with its problems."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(text, "utf-8")
        return read_mapping(path)


def draft_of(mapping: Mapping) -> Draft | None:
    """The draft that `mapping` was written from; None for one that says more than a draft can."""
    try:
        draft = Draft(
            name=mapping.name,
            company=mapping.company,
            currency=mapping.currency,
            timezone=mapping.timezone,
            nulls=mapping.nulls,
            tables=tuple(_table(mapping, feed) for feed in mapping.load if feed.source and not feed.distinct),
        )
        same = Mapping.model_validate(_told(draft)).model_dump() == mapping.model_dump()
    except (ValueError, KeyError, IndexError):
        return None
    return draft if same else None


def _told(draft: Draft) -> dict[str, object]:
    head: dict[str, object] = {"version": 1, "name": draft.name, "title": draft.company, "company": draft.company}
    head |= {"currency": draft.currency, "minor_digits": draft.minor_digits, "timezone": draft.timezone}
    if draft.nulls:
        head["nulls"] = list(draft.nulls)
    head["sources"] = {one.name: _found(one) for one in draft.loaded}
    return head | {"load": [*made_feeds(draft), *(_feed(draft, one) for one in draft.loaded)]}


def _found(table: TableDraft) -> dict[str, object]:
    if table.database_table:
        return {"table": table.database_table}
    escaped = re.sub(r"([\[*?])", r"[\1]", table.file)
    return {"files": [escaped]} | ({"sheet": table.sheet} if table.sheet else {})


def _feed(draft: Draft, table: TableDraft) -> dict[str, object]:
    feed: dict[str, object] = {"table": table.table, "from": table.name}
    if key := table.source_of(KEY):
        feed["key"] = key
    known = targets(table.table)
    said = [table.of(name) for name in known]
    columns: dict[str, object] = {
        one.column: _cell(one, kind_of(known[one.column]), _closed(table, one)) for one in said if one
    }
    feed["columns"] = columns | _constants(draft, table)
    return feed | ({"keep_rest": True} if table.keep_rest else {})


def _constants(draft: Draft, table: TableDraft) -> dict[str, object]:
    found: dict[str, object] = {}
    if table.table in _EFFECTIVE and table.of("status") is None:
        found["status"] = {"constant": "not_required"}
    if table.table in ("stages", "opportunities") and makes_pipeline(draft) and table.of("pipeline_id") is None:
        found["pipeline_id"] = {"constant": PIPELINE}
    return found


def _closed(table: TableDraft, said: ColumnDraft) -> dict[str, list[str]]:
    """A day that is expected while a deal is open is its close date only once it is closed."""
    outcome = table.of("outcome")
    if said.column not in _CLOSES or outcome is None or table.source_of("expected_close_date") != said.source:
        return {}
    return {outcome.source: [text for text, value in outcome.codes if value != "open"]}


def _cell(said: ColumnDraft, kind: str, when: Dict[str, list[str]]) -> object:
    cell: dict[str, object] = {"column": said.source} | ({"when": dict(when)} if when else {})
    if said.by and kind == "reference":
        cell["by"] = list(said.by)
    if said.formats and kind in ("day", "moment"):
        cell["formats"] = list(said.formats)
    if said.decimal != "." and kind in ("money", "real", "whole"):
        cell["decimal"] = said.decimal
    if said.codes and kind == "choice":
        cell["codes"] = _folded(dict(said.codes))
    return cell if len(cell) > 1 else said.source


def _folded(codes: Dict[str, str]) -> dict[str, str]:
    """The codes without those that differ from an earlier one in upper and lower case alone."""
    first = {text.lower(): text for text in reversed(list(codes))}
    return {text: value for text, value in codes.items() if value and first[text.lower()] == text}


def _dumped(told: Dict[str, object]) -> str:
    return yaml.safe_dump(dict(told), allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)


def _preset_text(draft: Draft) -> str:
    """The preset's own file with the company's lines in place of its own."""
    text = presets()[draft.preset].read_text("utf-8")
    own = {"name": draft.name, "company": draft.company, "currency": draft.currency, "timezone": draft.timezone}
    if draft.minor_digits != 2:
        own["minor_digits"] = str(draft.minor_digits)
    kept = [line for line in text.splitlines() if not line.startswith(tuple(f"{name}:" for name in _OWN_LINES))]
    place = next(number for number, line in enumerate(kept) if line.startswith("version:")) + 1
    told = yaml.safe_dump(own, allow_unicode=True, sort_keys=False, width=10_000).splitlines()
    return "\n".join([*kept[:place], *told, *kept[place:]]) + "\n"


def _table(mapping: Mapping, feed: Feed) -> TableDraft:
    """The draft of one feed; raises `KeyError` or `IndexError` where the feed has what no draft has."""
    spec = mapping.sources[feed.source or ""]
    known = targets(feed.table)
    constant = {name for name, cell in feed.columns.items() if cell.constant is not None}
    columns = [
        ColumnDraft(
            column=name,
            source=cell.column[0] if cell.column else "",
            by=cell.by,
            formats=cell.formats,
            decimal=cell.decimal,
            codes=tuple(cell.codes.items()),
        )
        for name, cell in feed.columns.items()
        if name not in constant and name in known
    ]
    if feed.key is not None:
        columns.insert(0, ColumnDraft(column=KEY, source=feed.key.column[0]))
    file = re.sub(r"\[([\[*?])\]", r"\1", spec.files[0]) if spec.files else ""
    return TableDraft(
        name=feed.source or "",
        file=file,
        sheet=spec.sheet or "",
        database_table=spec.table or "",
        table=feed.table,
        columns=tuple(columns),
        keep_rest=feed.keep_rest is True,
    )
