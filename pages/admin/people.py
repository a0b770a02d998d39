"""Who can sign in, what each may do and see, and what happened."""

from datasource.people.account import Role
from widgets.panels.audit_log import show_audit_log
from widgets.panels.people import show_people
from widgets.shell.door import app_database, crm_users, require

administrator = require(Role.ADMINISTRATOR)
show_people(app_database(), administrator, crm_users())
show_audit_log(app_database())
