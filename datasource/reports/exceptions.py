"""The named exceptions to the data scope (rule R13): all of them stand here, and no other report looks past the scope.

What a reader sees of those outside their scope is a setting of the installation: their names, their place and number
without a name, or nothing. The records behind a number always obey the scope.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.query.engine import scope_of
from datasource.question import Query
from datasource.result import Result
from datasource.scope import OPERATOR, Viewer
from datasource.settings import Comparisons
from datasource.texts import N_


@dataclass(frozen=True)
class NamedException:
    """One exception: its name and, in a sentence for readers (a msgid), what it shows beyond the scope."""

    name: str
    sentence: str


COMPANY_RANK = NamedException(
    "company_rank", N_("Places and values compare the whole company; the records behind them stay within your data.")
)
POOL_IDENTITY = NamedException(
    "pool_identity", N_("Customers in the public pool are shown to everyone with name and source, and nothing else.")
)
CHANNEL_NAMES = NamedException(
    "channel_names", N_("Every channel that the company uses is listed; the numbers are of your data.")
)
STAGE_BENCHMARK = NamedException(
    "stage_benchmark",
    N_(
        "A stage's benchmark is the median of all its ended stays in the whole company; fewer than 5 of them make none."
    ),
)
STUDIED = NamedException(
    "studied",
    N_("Models learn from all rows of the company; the customers, deals and leads listed stay within your data."),
)
CUSTOMER_PAST = NamedException(
    "customer_past",
    N_(
        "What a customer bought and what was done for it is counted over all records about it; the customers counted"
        " are those in your data."
    ),
)
EXCEPTIONS: Mapping[str, NamedException] = MappingProxyType(
    {one.name: one for one in (COMPANY_RANK, POOL_IDENTITY, CHANNEL_NAMES, STAGE_BENCHMARK, STUDIED, CUSTOMER_PAST)}
)


def compared(
    catalog: Catalog, query: Query, viewer: Viewer, exception: NamedException, comparisons: Comparisons
) -> Result:
    """The answer to `query` over the whole company, for `exception`; within the scope where comparisons are off.

    Whoever calls this leaves out the names of members outside the scope unless `comparisons` says names. Raises
    `KeyError` for an exception that is not registered.
    """
    if EXCEPTIONS[exception.name] is not exception:
        raise KeyError(exception.name)
    found = answer(catalog, query, viewer if comparisons is Comparisons.OFF else OPERATOR)
    proof = replace(found.proof, viewer=viewer.name, scope=scope_of(catalog, viewer).label)
    return replace(found, proof=proof)
