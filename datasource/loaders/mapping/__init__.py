"""Mapping files: their schema, their checks, the shipped ones."""

from datasource.loaders.mapping.cell import Cell, Lookup, Need
from datasource.loaders.mapping.custom import CustomCell, OwnTable
from datasource.loaders.mapping.feed import Feed
from datasource.loaders.mapping.headers import Header
from datasource.loaders.mapping.kinds import SOURCE_KEY, Known, column_at, is_money, kind_of, targets
from datasource.loaders.mapping.mapping import Mapping
from datasource.loaders.mapping.presets import presets, read_mapping, read_preset, read_presets
from datasource.loaders.mapping.source import SourceSpec

__all__ = [
    "SOURCE_KEY",
    "Cell",
    "CustomCell",
    "Feed",
    "Header",
    "Known",
    "Lookup",
    "Mapping",
    "Need",
    "OwnTable",
    "SourceSpec",
    "column_at",
    "is_money",
    "kind_of",
    "presets",
    "read_mapping",
    "read_preset",
    "read_presets",
    "targets",
]
