"""What `vedette watch try` prints: articles, their sentences, and each claim on one line.

In:   TriedArticle, Summary
Out:  lines on standard output, or JSON
Never: lets a word from outside steer the terminal (flows/terminal/show.py cleans them all).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.text import Text

from flows.terminal.show import as_json, clean, number, range_of, write
from flows.texts.many import Item
from flows.texts.try_watch import Finding, Summary, Trial, TriedArticle, TriedSentence, shortened
from transforms.events import as_plain
from transforms.records import Claim

_SHORT_CHARS = 72
# The number itself, or the range that stands behind it, says as much.
_PLAIN = (None, "exact", "range", "order")


def print_trial(trial: Trial, articles: Iterable[Item], *, with_all: bool, json: bool) -> None:
    """Try a watch on articles, and print each as soon as it is read; JSON at the end, as one."""
    tried = (trial.article(a.id, a.text, a.published_on) for a in articles)
    if json:
        plain = [article_as_plain(article, with_all=with_all) for article in tried]
        print(as_json({"articles": plain, "summary": summary_as_plain(trial.summary())}))
        return
    for article in tried:
        write(*article_lines(article, with_all=with_all), "")
    write(*summary_lines(trial.summary()))


def article_lines(article: TriedArticle, *, with_all: bool) -> Iterator[Text]:
    """An article: its sentences with claims; with all, those without, dim and short."""
    day = f"  {article.published_on}" if article.published_on else "  without a date"
    yield Text.assemble((clean(article.article_id), "bold"), (day, "dim"))
    for sentence in article.sentences:
        if sentence.findings:
            yield Text(f"  {clean(sentence.text)}")
            yield from (_finding_line(finding) for finding in sentence.findings)
        elif with_all:
            yield _empty_line(sentence)
    if article.nothing_because:
        yield Text(f"  no claim: {clean(article.nothing_because)}", style="yellow")


def summary_lines(summary: Summary) -> Iterator[Text]:
    """What all the articles have come to."""
    claims = sum(summary.claims.values())
    yield Text(
        f"{_count(summary.articles, 'article')}, {summary.articles_with_claims} with claims; "
        f"{_count(claims, 'claim')}"
    )
    width = max(map(len, summary.claims), default=0)
    for indicator, count in summary.claims.items():
        if count:
            yield Text(f"  {indicator:<{width}}  {count}")
    if summary.never_fired:
        yield Text(f"  never: {', '.join(summary.never_fired)}", style="yellow")


def article_as_plain(article: TriedArticle, *, with_all: bool) -> dict[str, Any]:
    """The same for a program; a claim has the fields of the contract, and marks."""
    return {
        "id": article.article_id,
        "published_on": as_plain(article.published_on),
        "sentences": [
            {
                "text": sentence.text,
                "start": sentence.start,
                "end": sentence.end,
                "is_read": sentence.is_read,
                "words_of": list(sentence.words_of),
                "claims": [
                    {**as_plain(f.claim), "is_repeated": f.is_repeated, "marks": list(f.marks)}
                    for f in sentence.findings
                ],
            }
            for sentence in article.sentences
            if sentence.findings or with_all
        ],
        "nothing_because": article.nothing_because,
    }


def summary_as_plain(summary: Summary) -> dict[str, Any]:
    """The same for a program."""
    return {**as_plain(summary), "never_fired": summary.never_fired}


def _finding_line(finding: Finding) -> Text:
    """Indicator and value; then what else was read, each part only where there is any."""
    claim = finding.claim
    parts = [
        claim.polarity,
        claim.certainty + (f" “{claim.hedge}”" if claim.hedge else ""),
        _source(claim),
        *_times(claim),
        f"place {claim.place}" if claim.place else "",
        f"thing {claim.thing}" if claim.thing else "",
        f"confidence {claim.confidence:.2f}" if claim.confidence is not None else "",
        *finding.marks,
        "told elsewhere, too" if finding.is_repeated else "",
        f"rules {', '.join(claim.rules)}" if claim.rules else "",
    ]
    said = clean(" · ".join(part for part in parts if part))
    return Text.assemble("    ", (f"{claim.indicator}: {_what(claim)}", "bold"), f" · {said}")


def _what(claim: Claim) -> str:
    """ "about 300 soldiers (270 to 330)", or the rung."""
    if claim.kind == "level":
        return claim.level or ""
    low, high, value = claim.value_low, claim.value_high, claim.value
    span = range_of({"value_low": low, "value_high": high})
    plus = "plus " if claim.increment else ""
    unit = f" {claim.unit}" if claim.unit else ""
    if value is None:
        return f"{plus}{span}{unit}"
    words = "" if claim.approximation in _PLAIN else f"{claim.approximation} ".replace("_", " ")
    is_said = low == high or None in (low, high)  # "at least 300" has its bound in its words
    return f"{plus}{words}{number(value)}{unit}" + ("" if is_said else f" ({span})")


def _source(claim: Claim) -> str:
    """ "kr.nis (“the agency”, said, through media.yonhap)"."""
    through = claim.attribution[:-1]
    parts = [
        f"“{claim.source_text}”" if claim.source_text else "",
        claim.cue or "",
        f"through {', '.join(through)}" if through else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{claim.source} ({said})" if said else claim.source


def _times(claim: Claim) -> Iterator[str]:
    if claim.stated_at:
        yield f"stated {claim.stated_at}"
    first, last = claim.valid_from, claim.valid_to
    if first and last:
        yield f"holds {first}" + (f" to {last}" if last != first else "")
    elif first or last:
        yield f"holds from {first}" if first else f"holds until {last}"


def _empty_line(sentence: TriedSentence) -> Text:
    """A sentence without a claim, short, with what stands in it."""
    text = clean(sentence.text)
    short = text if len(text) <= _SHORT_CHARS else text[: _SHORT_CHARS - 2].rstrip() + " …"
    words = f"words of {shortened(sentence.words_of)}" if sentence.words_of else "no word"
    why = f"read, {words}" if sentence.is_read else "not read"
    return Text(f"  – {short} ({why})", style="dim")


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
