"""Targets: whose they are, how they are entered, checked, kept and imported."""
