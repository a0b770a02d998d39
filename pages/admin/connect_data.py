"""Any CRM's data in: files or a database, a suggested mapping, a trial, the load."""

from widgets.shell.connecting import connecting

connecting()
