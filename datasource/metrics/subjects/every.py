"""Every subject by name, the ones of all areas together."""

from datasource.metrics.spoken import Words
from datasource.metrics.subjects.customers import CUSTOMER_SUBJECTS
from datasource.metrics.subjects.marketing import MARKETING_SUBJECTS
from datasource.metrics.subjects.money import MONEY_SUBJECTS
from datasource.metrics.subjects.office import OFFICE_SUBJECTS
from datasource.metrics.subjects.performance import PERFORMANCE_SUBJECTS
from datasource.metrics.subjects.products import PRODUCT_SUBJECTS, TRIP_SUBJECTS
from datasource.metrics.subjects.sales import SALES_SUBJECTS
from datasource.metrics.subjects.service import SERVICE_SUBJECTS
from datasource.metrics.subjects.subject import Subject

_AREAS = (
    CUSTOMER_SUBJECTS,
    MARKETING_SUBJECTS,
    SALES_SUBJECTS,
    MONEY_SUBJECTS,
    PRODUCT_SUBJECTS,
    TRIP_SUBJECTS,
    SERVICE_SUBJECTS,
    OFFICE_SUBJECTS,
    PERFORMANCE_SUBJECTS,
)
SUBJECTS: Words[Subject] = Words("subjects", {subject.table: subject for area in _AREAS for subject in area})
