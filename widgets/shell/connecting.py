"""The page on which data is connected; whoever opens it is asked for at every run."""

from datasource.people.account import Role
from widgets.shell.door import app_database, require, settings
from widgets.wizard.wizard import connect_data


def connecting() -> None:
    """The wizard, for administrators alone."""
    administrator = require(Role.ADMINISTRATOR)
    connect_data(app_database(), settings(), administrator)
