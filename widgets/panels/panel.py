"""The hand-made panels that ready pages may name in a tile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from widgets.blocks.reading import Reading
from widgets.panels.alerts import ALERT_PANELS
from widgets.panels.attribution import ATTRIBUTION_PANELS
from widgets.panels.churn import PARAMS as CHURN_PARAMS
from widgets.panels.churn import show_churn
from widgets.panels.cohorts import PARAMS as COHORT_PARAMS
from widgets.panels.cohorts import show_cohorts
from widgets.panels.compare_segments import PARAMS as COMPARE_PARAMS
from widgets.panels.compare_segments import show_compare_segments
from widgets.panels.customer_360 import PARAMS as CUSTOMER_PARAMS
from widgets.panels.customer_360 import show_customer_360
from widgets.panels.customer_value import PARAMS as VALUE_PARAMS
from widgets.panels.customer_value import show_customer_value
from widgets.panels.customers import (
    show_channel_table,
    show_channels,
    show_conversion,
    show_conversion_table,
    show_pool_customers,
)
from widgets.panels.deal_scores import PARAMS as DEAL_SCORE_PARAMS
from widgets.panels.deal_scores import show_deal_scores
from widgets.panels.drivers import DRIVER_PANELS
from widgets.panels.dwell import PARAMS as DWELL_PARAMS
from widgets.panels.dwell import show_dwell
from widgets.panels.explained_change import EXPLAIN_PANELS
from widgets.panels.feedback import FEEDBACK_PANELS
from widgets.panels.forecast import FORECAST_PANELS
from widgets.panels.forgotten import show_forgotten
from widgets.panels.funnel import PARAMS, show_funnel
from widgets.panels.goals import PARAMS as GOAL_PARAMS
from widgets.panels.goals import (
    show_goal_brief,
    show_goal_choice,
    show_goal_gauge,
    show_goal_months,
    show_goal_pace,
    show_goal_people,
    show_goal_table,
)
from widgets.panels.lead_scores import PARAMS as LEAD_SCORE_PARAMS
from widgets.panels.lead_scores import show_lead_scores
from widgets.panels.leaderboards import LEADER_PARAMS, show_leaderboards, show_leaders
from widgets.panels.look_alikes import PARAMS as LOOK_ALIKE_PARAMS
from widgets.panels.look_alikes import show_look_alikes
from widgets.panels.marketing import MARKETING_PANELS
from widgets.panels.mini_funnel import show_mini_funnel
from widgets.panels.next_action import PARAMS as NEXT_ACTION_PARAMS
from widgets.panels.next_action import show_next_actions
from widgets.panels.performance import PERFORMANCE_PANELS
from widgets.panels.pipeline_changes import PARAMS as CHANGES_PARAMS
from widgets.panels.pipeline_changes import show_pipeline_changes
from widgets.panels.portrait import PORTRAIT_PANELS
from widgets.panels.products import PRODUCT_PANELS
from widgets.panels.regression import REGRESSION_PANELS
from widgets.panels.segments import PARAMS as SEGMENT_PARAMS
from widgets.panels.segments import show_segments
from widgets.panels.service_quality import SERVICE_PANELS
from widgets.panels.stalled import PARAMS as STALLED_PARAMS
from widgets.panels.stalled import show_stalled
from widgets.panels.summary import show_summary


@dataclass(frozen=True)
class Panel:
    """A panel: how it is drawn, the parameters of the address that are its own, and whether it sets its own height."""

    show: Callable[[Reading], None]
    params: tuple[str, ...] = ()
    fits: bool = True


FILLING = frozenset({"category_mix", "growth_contract_count", "growth_contract_amount", "growth_received_amount"})
"""Panels over the whole width whose drawing fills the height of their tile."""

_INSIGHT_PANELS = {**DRIVER_PANELS, **EXPLAIN_PANELS, **REGRESSION_PANELS}

PANELS: Mapping[str, Panel] = MappingProxyType(
    {
        "channels": Panel(show_channels),
        "channel_table": Panel(show_channel_table),
        "pool_customers": Panel(show_pool_customers),
        "conversion": Panel(show_conversion, fits=False),
        "conversion_table": Panel(show_conversion_table),
        "customer_360": Panel(show_customer_360, CUSTOMER_PARAMS),
        "churn": Panel(show_churn, CHURN_PARAMS),
        "customer_value": Panel(show_customer_value, VALUE_PARAMS),
        "cohorts": Panel(show_cohorts, COHORT_PARAMS),
        "segments": Panel(show_segments, SEGMENT_PARAMS),
        "forgotten": Panel(show_forgotten),
        "mini_funnel": Panel(show_mini_funnel),
        "summary": Panel(show_summary),
        "goal_brief": Panel(show_goal_brief, GOAL_PARAMS),
        "goal_choice": Panel(show_goal_choice, GOAL_PARAMS),
        "goal_gauge": Panel(show_goal_gauge, GOAL_PARAMS),
        "goal_months": Panel(show_goal_months, GOAL_PARAMS),
        "goal_pace": Panel(show_goal_pace, GOAL_PARAMS),
        "goal_people": Panel(show_goal_people, GOAL_PARAMS),
        "goal_table": Panel(show_goal_table, GOAL_PARAMS),
        "funnel": Panel(show_funnel, PARAMS),
        "dwell": Panel(show_dwell, DWELL_PARAMS),
        "pipeline_changes": Panel(show_pipeline_changes, CHANGES_PARAMS),
        "stalled": Panel(show_stalled, STALLED_PARAMS),
        **{name: Panel(show, params) for name, (show, params) in ATTRIBUTION_PANELS.items()},
        **{name: Panel(show, params) for name, (show, params) in MARKETING_PANELS.items()},
        "lead_scores": Panel(show_lead_scores, LEAD_SCORE_PARAMS),
        "deal_scores": Panel(show_deal_scores, DEAL_SCORE_PARAMS),
        "compare_segments": Panel(show_compare_segments, COMPARE_PARAMS),
        **{name: Panel(show, params) for name, (show, params) in PORTRAIT_PANELS.items()},
        **{name: Panel(show, params) for name, (show, params) in {**SERVICE_PANELS, **FEEDBACK_PANELS}.items()},
        **{name: Panel(show, params) for name, (show, params) in FORECAST_PANELS.items()},
        **{name: Panel(show, params) for name, (show, params) in ALERT_PANELS.items()},
        "look_alikes": Panel(show_look_alikes, LOOK_ALIKE_PARAMS),
        "next_actions": Panel(show_next_actions, NEXT_ACTION_PARAMS),
        **{name: Panel(show, params) for name, (show, params) in _INSIGHT_PANELS.items()},
        "leaders": Panel(show_leaders),
        "leaderboards": Panel(show_leaderboards, LEADER_PARAMS),
        **{name: Panel(show, params, name not in FILLING) for name, (show, params) in PRODUCT_PANELS.items()},
        **{name: Panel(show, fits=name not in FILLING) for name, show in PERFORMANCE_PANELS.items()},
    }
)
