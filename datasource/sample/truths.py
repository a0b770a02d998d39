"""What is planted in the demo company, with its parameters; `datasource.sample` says each in a sentence."""

from datasource.sample.geography import NORTH, SOUTH

# Lead sources: chance to convert for an answer that took over an hour, and weight among leads.
LEAD_SOURCES = ("转介绍", "线上广告", "官网", "展会", "电话开发", "合作伙伴", "市场活动")
REFERRAL, ADS, WEBSITE, EXHIBITION, COLD_CALL, PARTNER, EVENT = range(7)
LEAD_RATE = (0.27, 0.09, 0.19, 0.15, 0.08, 0.22, 0.16)
LEAD_WEIGHT = (0.10, 0.28, 0.20, 0.10, 0.14, 0.08, 0.10)
FAST_ANSWER_FACTOR = 2.0
FAST_ANSWER_SHARE = 0.25
WEBINAR_FACTOR = 1.6
WEBINAR_SHARE = ROADSHOW_SHARE = 0.10

# Where the way of a lead begins: the channel of its first touch by source (None: any), and how often it is that one.
FIRST_CHANNEL = ("转介绍", "线上广告", "自然搜索", None, None, None, "线上活动")
FIRST_CHANNEL_SHARE = 0.70

# Chance that a first deal is won, and what each source adds to it.
NEW_WIN_RATE, RENEWAL_WIN_RATE = 0.40, 0.68
SOURCE_WIN_SHIFT = (0.20, -0.06, 0.05, 0.0, -0.12, 0.06, 0.0)
RAMP_WIN_SHIFT = -0.12
RAMP_DAYS = 180
INBOUND_STAR_SEAT = 1
INBOUND_STAR_SHARE = 0.35

# The stage that holds deals up, and where.
SLOW_STAGE_POSITION, SLOW_STAGE_REGION, SLOW_STAGE_FACTOR = 4, SOUTH, 2.6

# Customers nobody follows up any more, and the chance that they order again.
NEGLECT_SHARE = 0.38
NEGLECT_DAYS = 45
KEPT_REORDER, NEGLECTED_REORDER = 0.90, 0.12

# Products: bought together; bad in one region; no longer sold.
PAIR_LEAD, PAIR_FOLLOWER, PAIR_RATE, PAIR_BASE = 0, 7, 0.60, 0.05
BAD_PRODUCT, BAD_REGION = 14, NORTH
SLOW_MOVER, SLOW_MOVER_LAST_DAY = 11, 760
QUARTER_END_PUSH = 0.35

# First quotations stand up to so many per cent above the deal's amount; of the won ones, so many are the lower of two.
HIGHEST_MARKUP = 12
CHEAP_WIN_SHARE = 0.5

DUPLICATE_EVERY = 250
LATE_PAYER_SHARE = 0.22
