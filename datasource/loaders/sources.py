"""Find and read the files that a mapping asks for, or say everything that is wrong with them at once."""

from pathlib import Path

from datasource.errors import InvalidInput, MingjingError, Problem, did_you_mean
from datasource.loaders.mapping import Mapping, SourceFile, presets, read_preset
from datasource.loaders.readers.csv import read_csv
from datasource.loaders.report import Part, Report
from datasource.loaders.sheet import Sheet


def read_sources(mapping: Mapping, folder: Path, report: Report) -> dict[str, Sheet]:
    """Every file of `mapping` in `folder` by its name, case aside; what was met in them goes into `report`.

    Raises `MingjingError` when the folder or all files are missing, `InvalidInput` with the problems of each file.
    """
    found = _found(mapping, folder)
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for name in mapping.file_names():
        how = mapping.files.get(name, SourceFile())
        try:
            sheets[name] = read_csv(found.get(name, folder / name), how.encoding, how.separator)
        except MingjingError as error:
            problems.append(Problem("", str(error)))
            continue
        problems += _missing_columns(mapping, folder, sheets[name], name)
        report.files[name] = _part(mapping, sheets[name], name)
    if problems:
        raise InvalidInput(problems)
    return sheets


def _found(mapping: Mapping, folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise MingjingError(f"There is no folder '{folder}'; give the folder of the exported files in --from.")
    try:
        there = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise MingjingError(f"Cannot look into '{folder}': {error.strerror}.") from error
    found = {name: there[name.casefold()] for name in mapping.file_names() if name.casefold() in there}
    if not found:
        wanted = ", ".join(mapping.file_names())
        raise MingjingError(
            f"'{folder}' has none of the files of preset '{mapping.name}' ({wanted}){_likelier(mapping, set(there))}."
        )
    return found


def _likelier(mapping: Mapping, there: set[str]) -> str:
    for name in presets():
        if name != mapping.name and any(file.casefold() in there for file in read_preset(name).file_names()):
            return f"; its files look like preset '{name}'"
    return "; give another folder in --from or another --preset"


def _missing_columns(mapping: Mapping, folder: Path, sheet: Sheet, name: str) -> list[Problem]:
    needed = {
        column: None
        for feed in mapping.load
        if feed.source == name
        for column, optional in feed.source_columns().items()
        if not optional and column not in sheet.header
    }
    if not needed:
        return []
    missing = ", ".join(f"'{column}'" for column in needed)
    near = did_you_mean(next(iter(needed)), sheet.header) if len(needed) == 1 else ""
    way_out = f".{near}" if near else _way_out(mapping, sheet)
    return [Problem("", f"'{folder / name}' has no column {missing}{way_out}")]


def _way_out(mapping: Mapping, sheet: Sheet) -> str:
    other = next((mark for mark in ";\t|" if len(sheet.header) == 1 and mark in sheet.header[0]), None)
    if other is not None:
        return f": its fields are parted by {other!r}; export it with commas."
    return f"; export it with all its columns, or choose another preset than '{mapping.name}'."


def _part(mapping: Mapping, sheet: Sheet, name: str) -> Part:
    used = {column for feed in mapping.load if feed.source == name for column in feed.source_columns()}
    part = Part(sheet.read, sheet.rows.height, encoding=sheet.encoding)
    part.left_out = tuple(column for column in sheet.header if column not in used)
    part.note("ragged", "", sheet.ragged)
    part.note("blank_line", "", sheet.blank)
    return part
