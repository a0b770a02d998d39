"""One's own account: who one is here, and a new password."""

from datasource.people.account import Role
from widgets.shell.door import require
from widgets.shell.own_account import show_own_account

show_own_account(require(Role.READER))
