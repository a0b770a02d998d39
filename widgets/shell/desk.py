"""What one run of a page works with: the person, what they may see, and the data, in the person's language."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboards.compile import View
from dashboards.share import Right
from datasource.errors import MingjingError
from datasource.people.account import Account, Role
from datasource.people.database import AppDatabase
from datasource.people.sessions import holder_of_session
from datasource.scope import Viewer, viewer_of_account
from datasource.texts import _, use_language
from widgets.blocks.reading import Reading
from widgets.blocks.seat import Seat
from widgets.charts.look import Look
from widgets.shell.door import SESSION, app_database, require, settings
from widgets.state.cache import Shared, shared


@dataclass(frozen=True)
class Desk:
    """The signed-in person, the viewer that they are to the data, the data, and how charts look to them."""

    account: Account
    viewer: Viewer
    shared: Shared
    look: Look

    def reading(self, view: View) -> Reading:
        """The person's reading of the data under a view."""
        rules = settings()
        return Reading(
            self.shared, self.viewer, view, self.look, rules.comparisons, rules.pool_visible, rules.embed_hosts,
            check=still_seated(app_database(), SESSION.get(), self.viewer), seat=self.seat(),
        )  # fmt: skip

    def seat(self) -> Seat:
        """Where the person keeps things for the team."""
        return Seat(self.account, app_database(), lambda: take_seat(Role.ANALYST).seat())


def still_seated(database: AppDatabase, session_id: int | None, viewer: Viewer) -> Callable[[Right], None]:
    """Raises `MingjingError` once the session is over or its holder sees other rows than `viewer` did.

    Lists that stay open and files that are made later ask it, outside the run of the page that drew them.
    """

    def check(_right: Right) -> None:
        held = None if session_id is None else holder_of_session(database, session_id)
        if held is None or held.account.must_change_password:
            raise MingjingError(_("Sign in to see this page."))
        if (held.account.scope, held.account.crm_user_id) != (viewer.scope, viewer.user_id):
            raise MingjingError(_("What you may see has changed; open this page anew."))

    return check


def take_seat(role: Role = Role.READER) -> Desk:
    """The desk of whoever is signed in; the page ends here, with one sentence, for a stranger or without data.

    To be called at each run of a page and of a fragment: a session that was ended or a role that was taken away shows
    at the next click.
    """
    account = require(role)
    use_language(account.language)
    try:
        data = shared(settings().data_dir, app_database())
    except MingjingError as error:
        st.error(str(error))
        st.stop()
    look = Look(dark=st.context.theme.type == "dark", language=account.language, currency=data.catalog.currency)
    return Desk(account, viewer_of_account(account), data, look)
