"""The cases of all areas; each area has a file of its own."""

from tests.oracle.cases import CASES as FIRST_CASES
from tests.oracle.cases import Question
from tests.oracle.cases_marketing import MARKETING_CASES
from tests.oracle.cases_office import OFFICE_CASES
from tests.oracle.cases_performance import PERFORMANCE_CASES
from tests.oracle.cases_predicted import PREDICTED_CASES
from tests.oracle.cases_sales import SALES_CASES

CASES: dict[str, tuple[Question, str]] = {
    **FIRST_CASES,
    **PERFORMANCE_CASES,
    **OFFICE_CASES,
    **SALES_CASES,
    **PREDICTED_CASES,
    **MARKETING_CASES,
}
