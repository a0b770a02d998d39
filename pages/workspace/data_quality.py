"""How good the data is: scores, records to mend, duplicates."""

from widgets.shell.quality import data_quality

data_quality()
