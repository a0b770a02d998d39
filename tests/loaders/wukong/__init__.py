"""Wukong CRM: a made database of its published tables, and the preset on it."""
