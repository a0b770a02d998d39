"""Alerts: rules that people write, judged after each new version of the data under the scope of each who is told."""
