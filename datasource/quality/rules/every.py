"""Every rule, by name and by table."""

from collections.abc import Mapping
from types import MappingProxyType

from datasource.quality.rules.customers import CUSTOMER_RULES
from datasource.quality.rules.money import MONEY_RULES
from datasource.quality.rules.rule import Rule
from datasource.quality.rules.sales import SALES_RULES
from datasource.quality.rules.work import WORK_RULES

_ALL: tuple[Rule, ...] = (*CUSTOMER_RULES, *SALES_RULES, *MONEY_RULES, *WORK_RULES)
RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _ALL})
BY_TABLE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {table: tuple(rule for rule in _ALL if rule.table == table) for table in dict.fromkeys(rule.table for rule in _ALL)}
)
