"""What VADER's general list of English words lacks for feedback about goods, software and service, and the themes.

Strengths on VADER's scale of -4 to 4. `THEMES` has the names of the Chinese ones; "*" stands for any ending.
"""

from typing import Final

FEELINGS: Final[dict[float, str]] = {
    3.0: "flawless flawlessly unbeatable exceptional exceptionally outstandingly",
    2.0: (
        "delighted intuitive reliable professional knowledgeable attentive tasty yummy superbly wonderfully perfectly "
        "beautifully seamless seamlessly effortless effortlessly sturdy durable affordable punctual spotless "
        "flavorful hassle-free user-friendly top-notch well-made must-have best-in-class"
    ),
    1.5: (
        "fast faster quick quickly prompt promptly smooth smoothly responsive accurate accurately spacious quiet "
        "crisp timely solid convenient conveniently lightweight consistent consistently robust streamlined "
        "informative insightful organized well-organized helpfully reasonably-priced cozy moist tender juicy "
        "patiently courteously hits works worked enjoyable engaging memorable"
    ),
    -1.0: (
        "slow slower slowly late cold lengthy outdated dated complicated costly pricey expensive loud hard bulky salty"
    ),
    -1.5: (
        "overpriced bug bugs buggy laggy lags lagging glitch glitches glitchy crashes crashed freezes froze "
        "unresponsive inaccurate incorrect incorrectly clunky cumbersome flimsy bland stale soggy greasy tasteless "
        "overcooked undercooked dry leaks leaked stuck stopped unresolved unanswered hassle messy downtime outage "
        "outages overcharged unreachable unclear inconsistent wait waited waits refund refunded returned returning "
        "unhelpful unfriendly inattentive cheaply flaw flaws flawed lacks lacked lacking predictable shallow "
        "forgettable overrated plodding mediocre underwhelming uncomfortable uncomfortably filthy cramped "
        "mold moldy stained smelly smelled peeling noise drains drained dies nonexistent wasted wasting"
    ),
    -2.5: (
        "unreliable poorly junk crap unacceptable unusable unwatchable inedible scam scammed ripoff rip-off rude "
        "disrespectful nonsense shoddy defective garbage trash atrocious abysmal appalling dreadful inexcusable "
        "cockroach cockroaches roaches bedbugs bed-bugs food-poisoning"
    ),
}
# In VADER's list, but without a feeling where customers speak of a company: "the support", "please", "Dear team".
PLAIN: Final = "support supports please dear help share shared shares credit interest interests agree active"
# Several words that are read as one, so that "won't come back" turns what "come back" says.
PHRASES: Final[dict[float, tuple[str, ...]]] = {
    1.5: (
        "come back",
        "go back",
        "be back",
        "going back",
        "coming back",
        "buy again",
        "order again",
        "use again",
        "on time",
        "in stock",
        "easy to use",
        "five stars",
        "5 stars",
        "must see",
        "must have",
        "top notch",
        "well made",
        "well worth",
        "look forward",
        "looking forward",
        "user friendly",
    ),
    -2.0: (
        "one star",
        "1 star",
        "zero stars",
        "stay away",
        "steer clear",
        "waste of",
        "let down",
        "ripped off",
        "rip off",
        "walked out",
        "fell apart",
        "falls apart",
        "fall apart",
        "gave up",
        "sent back",
        "send back",
        "money back",
        "out of order",
        "hung up",
        "out of stock",
        "too long",
        "too much",
        "too expensive",
        "too small",
        "too many",
        "at best",
        "down the drain",
        "food poisoning",
    ),
}

THEMES: Final[dict[str, str]] = {
    "delivery": "deliver* shipping shipped shipment* courier parcel* arrived package packaging packed",
    "price": (
        "price prices priced pricing pricey expensive cheap* cost costs costly fee fees overpriced affordable value "
        "discount*"
    ),
    "quality": "quality defect* broken broke durable flimsy sturdy material* faulty damaged scratch*",
    "service": "service staff rep reps waiter* waitress* salesperson salesman support agent* helpful friendly rude",
    "after_sales": "refund* return returns returned repair* warranty exchange* complaint* replacement* maintenance",
    "response": "respond* response* reply replies replied answer* callback unresponsive wait waited waiting",
    "software": "software app apps interface feature* report reports dashboard* bug bugs crash* login update* import*",
    "training": "training trained trainer* onboarding tutorial* documentation manual* webinar* course instructor*",
    "billing": "invoice* billing billed payment* contract* renewal* quote* quotation* overcharged subscription*",
}
