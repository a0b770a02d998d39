"""Every subject by name, the ones of all areas together."""

from collections.abc import Mapping

from datasource.metrics.subjects.customers import CUSTOMER_SUBJECTS
from datasource.metrics.subjects.money import MONEY_SUBJECTS
from datasource.metrics.subjects.sales import SALES_SUBJECTS
from datasource.metrics.subjects.subject import Subject

_AREAS = (CUSTOMER_SUBJECTS, SALES_SUBJECTS, MONEY_SUBJECTS)
SUBJECTS: Mapping[str, Subject] = {subject.table: subject for area in _AREAS for subject in area}
