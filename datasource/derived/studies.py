"""All studies, and a run of them: each works on the same version, and what they found is published together."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from datasource.derived.attribution import study_attribution
from datasource.derived.churn import study_churn
from datasource.derived.feelings import study_feelings
from datasource.derived.leads import study_leads
from datasource.derived.next_actions import study_customer_actions, study_deal_actions
from datasource.derived.odds import study_odds
from datasource.derived.segments import study_segments
from datasource.derived.study import Found, Rows, Study
from datasource.derived.value import study_value
from datasource.errors import MingjingError
from datasource.store.studies import Made, publish_studies
from datasource.texts import LANGUAGES, N_, language, speaking

STUDIES = (
    Study("churn", N_("Churn"), study_churn),
    Study("value", N_("Customer value"), study_value),
    Study("segments", N_("Segments"), study_segments),
    Study("odds", N_("Odds of deals"), study_odds),
    Study("leads", N_("Lead scores"), study_leads),
    Study("deal_actions", N_("Next actions for deals"), study_deal_actions),
    Study("customer_actions", N_("Next actions for customers"), study_customer_actions),
    Study("attribution", N_("Attribution"), study_attribution),
    Study("feelings", N_("Feelings of feedback"), study_feelings),
)


def run_studies(rows: Rows, data_dir: Path, version: str, told: Callable[[str, Made], None]) -> str:
    """Do every study over `rows` of `version`, publish what came of them below `data_dir`, and return its id.

    `told` hears of each study when it is done. A study that refuses is kept with its reason in every language.
    """
    made = {}
    for study in STUDIES:
        made[study.name] = done(study, rows)
        told(study.name, made[study.name])
    return publish_studies(data_dir, version, rows.as_of, made)


def done(study: Study, rows: Rows) -> Made:
    """What `study` comes to over `rows`."""
    begun = perf_counter()
    found = _try(study, rows)
    if isinstance(found, Found):
        return Made(perf_counter() - begun, found.tables, found.card)
    refusals = {language(): found}
    for code in LANGUAGES.keys() - refusals.keys():
        with speaking(code):
            again = _try(study, rows)
            assert isinstance(again, str), f"{study.name} refused and then did not"
            refusals[code] = again
    return Made(perf_counter() - begun, refusals=refusals)


def _try(study: Study, rows: Rows) -> Found | str:
    try:
        return study.make(rows)
    except MingjingError as refusal:
        return str(refusal)
