"""Dashboard files → their problems: what `python -m dashboards check` prints."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from dashboards.names import Names
from dashboards.parse import examine
from dashboards.yaml_tree import MAX_BYTES
from datasource.errors import Problem


def check_file(file: Path, names: Names) -> tuple[Problem, ...]:
    """Every problem of one file in the order of its lines; a file that cannot be opened is one problem."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return (Problem(f"{file}", "there is no such file; check the path"),)
    except IsADirectoryError:
        return (Problem(f"{file}", f"this is a folder; name its files, e.g. {file / '*.yaml'}"),)
    except PermissionError:
        return (Problem(f"{file}", "may not be read; give yourself the right to read it"),)
    except (OSError, ValueError) as error:
        return (Problem(f"{file}", f"cannot be opened ({error}); check the path"),)
    if b"\x00" in content and not content.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        return (Problem(f"{file}:1", "this is no text file; name a dashboard's YAML file"),)
    return examine(content, str(file), names)[1]
