"""The stores that are measured: the demo company at several sizes, made once and kept in build/bench."""

import sys
from hashlib import sha256
from pathlib import Path

import datasource.sample
import datasource.tables
from datasource.sample.company import publish_demo

FOLDER = Path(__file__).resolve().parent.parent.parent / "build" / "bench"
ACTIVITIES_A_SCALE = 63_000


def store(millions: float) -> Path:
    """The data folder of a demo company with about `millions` of activities; made anew when the generator changed."""
    folder = FOLDER / f"{millions:g}"
    stamp, made_by = folder / "made-by", fingerprint()
    if not stamp.is_file() or stamp.read_text("utf-8") != made_by:
        sys.stderr.write(f"Making a company with {millions:g} M activities in {folder} ...\n")
        folder.mkdir(parents=True, exist_ok=True)
        publish_demo(folder, seed=7, scale=millions * 1e6 / ACTIVITIES_A_SCALE, progress=lambda done, label: None)
        stamp.write_text(made_by, "utf-8")
    return folder


def fingerprint() -> str:
    """What the demo company hangs on: its generator and the tables' schema."""
    digest = sha256()
    for package in (datasource.sample, datasource.tables):
        for path in sorted(Path(package.__path__[0]).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
