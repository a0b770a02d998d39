"""Batches of a source → typed cells: each step is a rule by name; what it changed, or could not read, is counted."""

from datasource.loaders.cleaning.exchange import rates_of
from datasource.loaders.cleaning.lookups import Lookups
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.cleaning.rows import ALONE, Beside, clean, clean_rows

__all__ = ["ALONE", "Beside", "Lookups", "Recipe", "clean", "clean_rows", "rates_of"]
