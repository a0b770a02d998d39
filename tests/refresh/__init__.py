"""Refreshing."""
