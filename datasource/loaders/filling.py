"""Empty cells filled through references, by sums or from the row after, in the order of the mapping; an unknown
reference fills nothing.
"""

import polars as pl

from datasource.loaders.mapping import Mapping
from datasource.loaders.mapping.chains import Following, Summed, following_of, summed_of
from datasource.loaders.numbering import Numbered
from datasource.tables.custom import own_key
from datasource.tables.schema import UNKNOWN_KEY, ColumnInfo

Filled = dict[str, dict[str, pl.Series]]
"""Table → column → its cells after filling, in the order of the table's rows."""


def fill(mapping: Mapping, tables: dict[str, Numbered]) -> Filled:
    """What `mapping.fill` makes of `tables`; only the columns that take part are held in memory."""
    done: Filled = {}
    for place, chains in mapping.fill.items():
        table, _, column = place.partition(".")
        for chain in chains if table in tables else ():
            cell = mapping.stored[table][column]
            found = _given(mapping, tables, done, (table, chain))
            if found is not None:
                own = _cells(tables, done, table, cell)
                cells = found if own is None else own.to_frame("own").select(pl.coalesce("own", found)).to_series()
                done.setdefault(table, {})[cell.name] = cells.alias(cell.name)
    return done


def taking_part(mapping: Mapping) -> set[str]:
    """The tables that filling compares or takes from, whose references have to be keys by then."""
    part: set[str] = set()
    for place, chains in mapping.fill.items():
        table = place.partition(".")[0]
        for chain in chains:
            summed = summed_of(chain)
            part |= {table, summed.table if summed else mapping.stored[table][_first(chain)].refers_to or table}
    return part


def _given(mapping: Mapping, tables: dict[str, Numbered], done: Filled, chain: tuple[str, str]) -> pl.Series | None:
    """What a chain of a table gives its rows; None when nothing is there to give it."""
    summed, following = summed_of(chain[1]), following_of(chain[1])
    if summed is not None:
        return _sum(mapping, tables, done, summed)
    if following is not None:
        return _next(mapping, tables, done, (chain[0], following))
    table, (reference, _, wanted) = chain[0], chain[1].partition(".")
    through = mapping.stored[table][reference]
    if through.refers_to not in tables:
        return None
    return _found(tables, done, (table, through), mapping.stored[through.refers_to][wanted])


def _sum(mapping: Mapping, tables: dict[str, Numbered], done: Filled, summed: Summed) -> pl.Series | None:
    """Per row of the table referred to, the sum over the rows that name it; empty where none has a number."""
    if summed.table not in tables:
        return None
    through, column = (mapping.stored[summed.table][name] for name in (summed.reference, summed.column))
    keys, cells = (_cells(tables, done, summed.table, one) for one in (through, column))
    if keys is None or cells is None:
        return None
    known = pl.DataFrame({"key": keys, "cell": cells}).drop_nulls()
    sums = known.group_by("key").agg(pl.col("cell").sum())
    aim = tables[through.refers_to].cells(own_key(through.refers_to), pl.Int64()).to_frame("key")
    return aim.join(sums, on="key", how="left", maintain_order="left")["cell"]


def _next(mapping: Mapping, tables: dict[str, Numbered], done: Filled, what: tuple[str, Following]) -> pl.Series | None:
    """Per row what the next row of the same reference holds; rows at the same time follow in the order of the table."""
    table, following = what
    cells = [_cells(tables, done, table, mapping.stored[table][name]) for name in following]
    given, within, by = cells
    if given is None or within is None or by is None:
        return None
    rows = pl.DataFrame({"given": given, "within": within, "by": by}).with_row_index("place")
    known = rows.filter(pl.col("by").is_not_null() & (pl.col("within") != UNKNOWN_KEY)).sort("within", "by", "place")
    after = known.select("place", pl.col("given").shift(-1).over("within"))
    return rows.select("place").join(after, on="place", how="left", maintain_order="left")["given"]


def _first(chain: str) -> str:
    """The column of the own table that a chain begins with."""
    following = following_of(chain)
    return following.within if following else chain.partition(".")[0]


def _found(
    tables: dict[str, Numbered], done: Filled, by: tuple[str, ColumnInfo], given: ColumnInfo
) -> pl.Series | None:
    """Column `given` of the rows that the references `by` (a table's column) name; None when nothing has given it."""
    aim = by[1].refers_to
    through, there = _cells(tables, done, *by), _cells(tables, done, aim, given)
    if through is None or there is None:
        return None
    keys = tables[aim].cells(own_key(aim), pl.Int64())
    rows = pl.DataFrame({"key": keys, "given": there})
    return pl.DataFrame({"key": through}).join(rows, on="key", how="left", maintain_order="left")["given"]


def _cells(tables: dict[str, Numbered], done: Filled, table: str, column: ColumnInfo) -> pl.Series | None:
    """The cells of one column, as filled so far; None when nothing has given it."""
    if column.name in done.get(table, {}):
        return done[table][column.name]
    return tables[table].cells(column.name, column.dtype) if tables[table].has(column.name) else None
