"""What was found in the files or the database: looked at once, in the background, and kept while the server runs."""

from dataclasses import dataclass

import streamlit as st

from datasource.errors import MingjingError
from datasource.loaders.profile.profile import Refused
from datasource.loaders.progress import Progress
from datasource.loaders.suggest.drafting import first_draft
from datasource.loaders.suggest.met import Met, meet_files, meet_tables
from datasource.loaders.suggest.recognition import Recognised, recognised
from widgets.wizard import work
from widgets.wizard.seat import Seat


@dataclass(frozen=True)
class Looked:
    """The tables that were met, the files that were refused, and the preset that fits."""

    met: tuple[Met, ...]
    refused: tuple[Refused, ...]
    preset: Recognised | None

    def of(self, name: str) -> Met:
        """The table called so."""
        return next(one for one in self.met if one.name == name)


def looked(seat: Seat) -> Looked:
    """What is there; while it is looked at, the page shows how far that is. Adopts the suggestions into the draft.

    Raises `MingjingError` when nothing can be looked at.
    """
    about = seat.source_print()
    done = work.done(seat.place, "look", about, lambda progress: _look(seat, progress))
    if done.error:
        raise MingjingError(done.error)
    found: Looked = done.result
    if {one.name for one in seat.draft.tables} != {one.name for one in found.met} and not seat.draft.saved:
        seat.put(lambda draft: first_draft(found.met, draft))
        st.rerun()
    return found


def _look(seat: Seat, progress: Progress) -> Looked:
    database = seat.connection()
    if database is not None:
        met, refused = meet_tables(database, seat.kept.database_tables, progress)
    else:
        met, refused = meet_files(seat.corner.uploads.places(), progress)
    width = sum(len(one.table.columns) for one in met)
    preset = recognised(len(met), width, seat.open) if met else None
    return Looked(tuple(met), tuple(refused), preset)
