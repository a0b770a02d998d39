"""The metric dictionary: what every number means, and which reports show it."""

from widgets.shell.dictionary import metric_dictionary

metric_dictionary()
