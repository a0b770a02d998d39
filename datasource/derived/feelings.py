"""The study of feelings: what the words of each comment of feedback and return visits feel, and about what."""

import polars as pl

from datasource.analytics.evaluation import auc
from datasource.analytics.method_card import MethodCard
from datasource.analytics.sentiment.judge import judge
from datasource.analytics.sentiment.labelled import labelled
from datasource.catalog.catalog import Catalog
from datasource.derived.study import Found, Rows
from datasource.errors import MingjingError
from datasource.tables.schema import key_column
from datasource.texts import N_, Filled, _

SOURCES = {"feedback": ("score", 6, 9), "visits": ("satisfaction", 2, 4)}
"""Table → its column of scores, the highest one that is a bad one and the lowest one that is a good one."""
LEAST_EACH = 20
"""Good and bad scores with a comment that are needed to compare the two."""
LANGUAGES = {"zh": N_("Chinese sentences"), "en": N_("English sentences")}
AGREES = {
    "feedback": N_("Feedback: a good score (9 or 10) is read above a bad one (0 to 6), AUC of {count}"),
    "visits": N_("Return visits: a good answer (4 or 5) is read above a bad one (1 or 2), AUC of {count}"),
}


def study_feelings(rows: Rows) -> Found:
    """One row per comment in `feedback` and `visits`: their key, `p_feeling`, `feeling_score` (-1 to 1), `words` after
    their signs, `themes`; `language`. Raises `MingjingError` when nobody has written anything.
    """
    assert isinstance(rows, Catalog)
    texts = {table: _texts(rows, table) for table in SOURCES}
    if all(part.is_empty() for part in texts.values()):
        raise MingjingError(_("None of the feedback has any text."))
    read = {table: _read(part) for table, part in texts.items()}
    tables = {table: part.drop("comment", "given") for table, part in read.items()}
    return Found(tables, _card(read, rows))


def _texts(catalog: Catalog, table: str) -> pl.DataFrame:
    """The comments of `table` that say something, with the score `given` beside them."""
    key, score = key_column(table), SOURCES[table][0]
    stored = catalog.scan(table).select(key, "comment", pl.col(score).cast(pl.Float64).alias("given")).collect()
    return stored.filter(pl.col("comment").str.strip_chars().fill_null("") != "")


def _read(texts: pl.DataFrame) -> pl.DataFrame:
    found = judge(pl.Series(["-"])).clear() if texts.is_empty() else judge(texts["comment"])
    found = found.rename({"verdict": "p_feeling", "score": "feeling_score"})
    return pl.concat([texts, found], how="horizontal")


def _card(read: dict[str, pl.DataFrame], catalog: Catalog) -> MethodCard:
    count = sum(part.height for part in read.values())
    foreign = sum(part["language"].null_count() for part in read.values())
    return MethodCard(
        does=N_(
            "Reads each comment by its words, in Chinese and in English: words that feel, what turns them (not), and "
            "what makes them stronger (very). Where too little or both ways is said, the comment is unclear."
        ),
        data=Filled(
            N_("{count} comments of feedback and return visits; {foreign} in other languages are unclear."),
            count=f"{count:,}", foreign=f"{foreign:,}",
        ),
        as_of=catalog.as_of,
        assumes=(
            N_("People mean what they write: irony is read as praise."),
            N_(
                "Words were added after reading the Chinese sentences, so their share says that nothing broke, not how "
                "good it is elsewhere; the English ones were written afterwards."
            ),
        ),
        quality=(*_on_sentences(), *_on_scores(read)),
        avoid=(
            N_("For a single comment: read it. The share over many is what holds."),
            N_("To judge a person by a few comments: look at the interval."),
        ),
        sources=("Hutto and Gilbert 2014, ICWSM 8:216", "Newcombe 1998, Statistics in Medicine 17:873"),
    )  # fmt: skip


def _on_sentences() -> list[tuple[str, str]]:
    """How many of the sentences written for this project are read as they are meant."""
    told: list[tuple[str, str]] = []
    for language, known in labelled().items():
        right = (judge(pl.Series(known.texts))["verdict"] == pl.Series(known.verdicts)).sum() / len(known.texts)
        what = Filled(N_("{what} written for the project, read as meant, of {count}"), what=LANGUAGES[language],
                      count=str(len(known.texts)))  # fmt: skip
        told.append((what, f"{right:.1%}"))
    return told


def _on_scores(read: dict[str, pl.DataFrame]) -> list[tuple[str, str]]:
    """How well the words agree with the scores that customers gave; nothing where too few gave both."""
    told: list[tuple[str, str]] = []
    for table, (_column, bad, good) in SOURCES.items():
        part = read[table].drop_nulls(["given", "feeling_score"])
        clear = part.filter((pl.col("given") <= bad) | (pl.col("given") >= good))
        praised = (clear["given"] >= good).cast(pl.Float64).to_numpy()
        if min(praised.sum(), len(praised) - praised.sum()) >= LEAST_EACH:
            what = Filled(AGREES[table], count=f"{clear.height:,}")
            told.append((what, f"{auc(praised, clear['feeling_score'].to_numpy()):.3f}"))
    return told
