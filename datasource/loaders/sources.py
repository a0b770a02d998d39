"""Find and open the files that a mapping asks for, or say everything that is wrong with them at once."""

from pathlib import Path

from datasource.errors import InvalidInput, MingjingError, Problem, did_you_mean
from datasource.loaders.finding import Candidate, candidates, chosen, packed
from datasource.loaders.mapping import Header, Mapping, presets, read_preset
from datasource.loaders.mapping.source import SourceSpec
from datasource.loaders.needs import missing
from datasource.loaders.readers.how import How
from datasource.loaders.readers.limits import USUAL, Limits
from datasource.loaders.readers.reading import open_source
from datasource.loaders.source import Source
from datasource.loaders.together import Together


def open_sources(
    mapping: Mapping, where: Path, limits: Limits = USUAL, there: list[Candidate] | None = None
) -> dict[str, Source]:
    """Every source of `mapping` by its name, opened and not yet read; an optional one that is absent is left out.

    `where` is a folder, a ZIP archive, a workbook of several sheets, or the only file of a mapping of one source;
    `there`: the files of the folder, where they are known by other names than those on the disk.
    Raises `MingjingError` when it or all files are missing, `InvalidInput` with the problems of each file.
    """
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for name, files in _found(mapping, where, limits, there).items():
        spec = mapping.source(name)
        if not files:
            if not spec.optional:
                problems.append(Problem("", f"There is no file '{where / spec.files[0]}'; {_ELSEWHERE}."))
            continue
        try:
            opened = [_open(one, spec, name, limits) for one in files]
        except MingjingError as error:
            problems.append(Problem("", str(error)))
            continue
        problems += [problem for source in opened for problem in _missing_columns(mapping, source)]
        sources[name] = opened[0] if len(opened) == 1 else Together(name, opened)
    if problems:
        raise InvalidInput(problems)
    return sources


_ELSEWHERE = "export it or give another folder"


def _open(file: Candidate, spec: SourceSpec, name: str, limits: Limits) -> Source:
    header = 0 if spec.header == "none" else spec.header
    sheet = file.sheet or spec.sheet
    how = How(spec.encoding, spec.separator, header, spec.names, sheet, spec.records, spec.spill)
    return open_source(file.at(limits), how, name)


def _found(
    mapping: Mapping, where: Path, limits: Limits, known: list[Candidate] | None = None
) -> dict[str, list[Candidate]]:
    """Per source the files that it means."""
    there = candidates(where, limits) if known is None else known
    specs = {name: mapping.source(name) for name in mapping.source_names()}
    found = {name: chosen(there, spec.files, spec.sheet) for name, spec in specs.items()}
    if not all(found.values()) and (inside := packed(there, limits) if where.is_dir() else []):
        found = {name: files or chosen(inside, specs[name].files, specs[name].sheet) for name, files in found.items()}
    if not any(found.values()):
        if len(found) == 1 and len(there) == 1 and not where.is_dir():
            return dict.fromkeys(found, there)
        wanted = ", ".join(mapping.source_names())
        raise MingjingError(
            f"'{where}' has none of the files of preset '{mapping.name}' ({wanted}){_likelier(mapping, there)}."
        )
    return found


def _likelier(mapping: Mapping, there: list[Candidate]) -> str:
    """Which preset has the largest share of its sources there."""
    likeness = {name: _share(read_preset(name), there) for name in presets() if name != mapping.name}
    best = max(likeness, key=lambda name: likeness[name])
    if likeness[best] > 0:
        return f"; its files look like preset '{best}'"
    return "; give another folder in --from or another --preset"


def _share(mapping: Mapping, there: list[Candidate]) -> float:
    found = [bool(chosen(there, mapping.source(name).files, None)) for name in mapping.source_names()]
    return sum(found) / len(found)


def _missing_columns(mapping: Mapping, source: Source) -> list[Problem]:
    needed = missing(mapping, source.name, Header(source.header))
    if not needed:
        return []
    named = ", ".join(f"'{column}'" for column in needed)
    near = did_you_mean(needed[0], source.header) if len(needed) == 1 else ""
    way_out = f".{near}" if near else _way_out(mapping, source)
    return [Problem("", f"'{source.origin}' has no column {named}{way_out}")]


def _way_out(mapping: Mapping, source: Source) -> str:
    other = next((mark for mark in ",;\t|" if len(source.header) == 1 and mark in source.header[0]), None)
    if other is not None:
        return f": its fields are parted by {other!r}; declare that as its separator."
    return f"; export it with all its columns, or choose another preset than '{mapping.name}'."
