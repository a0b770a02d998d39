"""The versions of the data, how refreshing stands, and what became of each load."""

from datasource.people.account import Role
from widgets.panels.data import show_data
from widgets.shell.door import app_database, require, settings

administrator = require(Role.ADMINISTRATOR)
show_data(app_database(), settings(), administrator)
