"""The method cards of the forecasts: what each does, how good it was on earlier dates, when not to trust it."""

from datetime import date
from math import isnan

from datasource.analytics.backtest import Accuracy
from datasource.analytics.method_card import MethodCard
from datasource.analytics.pipeline_replay import ReplayScore
from datasource.question import Grain
from datasource.texts import N_, Filled

GRAINS = {Grain.DAY: N_("days"), Grain.WEEK: N_("weeks"), Grain.MONTH: N_("months"), Grain.QUARTER: N_("quarters")}
NONE = "—"


def share(value: float) -> str:
    """A fraction written out, `—` for what cannot be said."""
    return NONE if isnan(value) else f"{100 * value:.1f} %"


def sales_card(accuracy: Accuracy, buckets: int, grain: Grain, known_until: date) -> MethodCard:
    """The card of the sales forecast."""
    return MethodCard(
        does=N_(
            "Four forecasts are made (level and trend, the same in per cent, steady growth, the last season again) and"
            " mixed by how wrong each was on earlier dates; the bands come from the errors made then."
        ),
        data=Filled(
            N_("{count} {grains} that are over, of the records that you may see under the filters."),
            count=str(buckets),
            grains=GRAINS[grain],
        ),
        as_of=known_until,
        assumes=(
            N_("What moved the past (seasons, growth, workdays, the lunar new year) goes on as it was."),
            N_("Nothing is recorded late: a bucket that is over does not change any more."),
        ),
        quality=(
            (N_("Earlier dates tried"), f"{accuracy.origins} ({accuracy.points})"),
            (N_("Better than the last season again (skill)"), share(accuracy.skill)),
            (N_("Error, in per cent of the actual (WAPE)"), share(accuracy.wape)),
            (N_("Error in seasonal steps (MASE); of the last season again"), _pair(accuracy)),
            (N_("Too high or too low on average (bias)"), share(accuracy.bias)),
            (N_("Actuals inside the 80 % band"), share(accuracy.coverage[80])),
            (N_("Actuals inside the 95 % band"), share(accuracy.coverage[95])),
        ),
        avoid=(
            N_("After a break with the past: a new market, a merger, other prices."),
            N_("For a few large deals: the pipeline forecast knows them one by one."),
        ),
        sources=(
            "Assimakopoulos & Nikolopoulos (2000), Int. J. Forecasting 16:521",
            "Gardner & McKenzie (1985), Management Science 31:1237",
            "Lei et al. (2018), JASA 113:1094",
            "Wickramasuriya, Athanasopoulos & Hyndman (2019), JASA 114:804",
        ),
    )


def pipeline_card(score: ReplayScore | None, deals: int, learnt: int, as_of: date) -> MethodCard:
    """The card of the pipeline forecast over `deals` open deals, with odds learnt from `learnt` closed ones."""
    quality = (
        (
            (N_("Past periods forecast again"), str(score.periods)),
            (N_("Error of P50, in per cent of what was won"), share(score.error)),
            (N_("The same of the stretch before, repeated"), share(score.naive_error)),
            (N_("The same of the stage-weighted pipeline"), share(score.stage_weighted_error)),
            (N_("Periods between P10 and P90 (80 % are to be)"), share(score.inside)),
        )
        if score is not None
        else ((N_("Past periods forecast again"), "0"),)
    )
    return MethodCard(
        does=N_(
            "Each open deal has the chance that deals once had which stood as it stands now: same stage, same time"
            " there, activity in the last 30 days or none. 20,000 runs draw which are won, moved together by one"
            " shock, and what deals will bring that are not there yet."
        ),
        data=Filled(
            N_("{deals} open deals that you may see; chances from {learnt} closed deals of the whole company."),
            deals=str(deals),
            learnt=str(learnt),
        ),
        as_of=as_of,
        assumes=(
            N_("Deals go on as deals like them did; what sellers say of them plays no part."),
            N_("Amounts are those of today: replays know them better than one did then."),
            N_("Deals dropped as invalid count as not won."),
        ),
        quality=quality,
        avoid=(
            N_("When stages mean something else than they did, or the log of stages is young."),
            N_("For a single deal: a chance of 70 % is lost three times in ten."),
        ),
        sources=("Aalen & Johansen (1978), Scand. J. Statistics 5:141",),
    )


def _pair(accuracy: Accuracy) -> str:
    return "; ".join(NONE if isnan(one) else f"{one:.2f}" for one in (accuracy.mase, accuracy.naive_mase))
