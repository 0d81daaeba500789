"""Stage 4: who says so. The chain of sources behind each trigger, the original speaker first, the outlet last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from dateline.actors import is_armed_acronym, resolve_actor
from dateline.found import Found, FoundTrigger, Link, Reading
from dateline.model import Report, Source, SourceKind, Span
from dateline.outlets import media_kind
from dateline.reading.agencies import name_agency
from dateline.who import is_body, is_pronoun, name_of, points_back, stands_for

CARRY_SENTENCES = 4  # how far back "the source added" looks for its source
LINK_FLOOR = 0.5  # the reader's own even chance; a chain is not made longer on less
# A speaker whose words are only one of these, with nobody's name, cannot be told from the next one.
_ANONYMOUS_HEAD = re.compile(
    r"\b(sources?|officials?|residents?|witness(?:es)?|eyewitness(?:es)?|activists?|diplomats?|people|villagers?|"
    r"survivors?|insiders?|locals?|citizens?|doctors?|medics?|nurses?|commanders?|officers?|soldiers?|fighters?|"
    r"aides?|workers?|analysts?|experts?|observers?|traders?|drivers?|farmers?|elders?|families|relatives?|"
    r"neighbou?rs?|man|men|woman|women|reports?|informants?|users?|channels?)\b",
    re.IGNORECASE,
)


def attribute(report: Report, reading: Reading, trigger: FoundTrigger, outlet: Source) -> tuple[Source, ...]:
    """The chain of sources of one trigger.

    The reader links source and cue words to the trigger, over sentences where the text goes on speaking for the same
    source. What no source is linked to is the outlet's own word. An agency credited on the report stands between.
    A chain that the text only implies ("he learnt from friends that ...") is not made longer than its words.
    """
    sources = [link for link in trigger.links if link.filler.kind == "source" and link.score >= LINK_FLOOR]
    cues = [link.filler for link in trigger.links if link.filler.kind == "cue" and link.score >= LINK_FLOOR]
    sources = _put_denier(report, reading, sources)
    ordered = _in_order([link for link in sources if cues or not _is_place_of_event(link.filler, trigger)])
    beside = _beside_cue(report, reading, trigger, ordered)
    linked = _put_cited_first(report, reading, ordered)
    speakers = linked or _quoted_speaker(report, reading, trigger) or _first_person(report, reading, trigger)
    if beside:
        meant = {beside.span, _speaker(report, reading, beside).span}
        speakers = [beside, *[found for found in speakers if found.span not in meant]]
    speakers += _told(report, reading, speakers)
    chain = [_read_source(report, reading, found, cues) for found in speakers]
    own = [source for source in chain if _is_outlet(report.text, source, outlet.name)]
    if own:
        chain = [source for source in chain if source not in own]
        outlet = Source(outlet.name, outlet.kind, own[-1].span, own[-1].cue, None, False)
    if report.agency and report.agency != report.outlet and not any(report.agency == link.name for link in chain):
        chain.append(Source(report.agency, "agency", None, None, None, False))
    return (*chain, outlet)


_GAINSAYS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:es?|ed|ing)|dismiss(?:es|ed|ing)?)\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
_WHAT_THEY_SAY = re.compile(
    r"(?:['’]s?)?\s(?:[\w-]+\s)?(?:reports?|claims?|allegations?|statements?|accusations?|assertions?)\b", re.IGNORECASE
)


def _put_denier(report: Report, reading: Reading, links: Sequence[Link]) -> list[Link]:
    """The links, less those to whom somebody gainsays; the one who does is linked in their stead.

    "The mayor said so, denying rebel reports that fighters had entered": the mayor denies, the rebels do not.
    """
    kept = [link for link in links if not _is_gainsaid(report.text, link.filler.span)]
    if len(kept) == len(links) or any(link.label == "first" for link in kept):
        return kept
    said = next(link for link in links if link not in kept)
    before = [
        item
        for item in _speakers(report, reading)
        if item.sentence == said.filler.sentence and item.span.end <= said.filler.span.start
    ]
    return [*kept, replace(said, filler=before[-1])] if before else list(links)


def _is_gainsaid(text: str, span: Span) -> bool:
    return bool(_GAINSAYS.search(text, max(0, span.start - 30), span.start) and _WHAT_THEY_SAY.match(text, span.end))


def _is_place_of_event(source: Found, trigger: FoundTrigger) -> bool:
    """Whether words for a source are a place of the event itself: "in Gao" speaks for nobody."""
    return any(
        link.filler.kind == "place"
        and link.score >= LINK_FLOOR
        and link.filler.span.start <= source.span.start
        and source.span.end <= link.filler.span.end
        for link in trigger.links
    )


_BESIDE_CUE = 30  # characters between a cue and the words for its speaker: "Omar Said, of the army, later denied"


def _beside_cue(report: Report, reading: Reading, trigger: FoundTrigger, links: Sequence[Link]) -> Found | None:
    """The speaker beside the surest cue word of a trigger that no first speaker is linked to.

    Where words name the speaker twice, the reader may be sure of neither, though it is sure that somebody "denied" it.
    An attack "claimed by" somebody is told by who tells of the claim.
    """
    cues = [link for link in trigger.links if link.filler.kind == "cue" and link.score >= LINK_FLOOR]
    if not cues or any(link.label == "first" for link in links):
        return None
    cue = max(cues, key=lambda link: link.score).filler
    if report.text.startswith(" by ", cue.span.end):
        return None
    near = [
        _label_pronoun(report, reading, item)
        for item in (*_speakers(report, reading), *_spoken_sources(reading, cue.span))
        if item.sentence == cue.sentence == trigger.found.sentence
        and 0 <= _gap(item.span, cue.span) <= _BESIDE_CUE
        and not _is_place_of_event(item, trigger)
    ]
    speaker = min((item for item in near if item.label), key=lambda item: _gap(item.span, cue.span), default=None)
    return None if speaker and _is_told_of(report.text, speaker.span, cue.span, trigger.found.span) else speaker


def _is_told_of(text: str, speaker: Span, cue: Span, event: Span) -> bool:
    """Whether an event is in what the report adds about a speaker: "They lied, said Omar Said, who fled"."""
    between = text[speaker.end : event.start]
    return cue.start < speaker.start and bool(re.match(r",?\s+(?:who|whose|which)\b", between))


def _spoken_sources(reading: Reading, cue: Span) -> list[Found]:
    """The sources that only the attribution layer marks; a pronoun right beside the cue alone ("he said")."""
    marked = [item.span for item in reading.fillers.get("source", ())]
    return [
        item for item in reading.attribution.get("source", ()) if not any(item.span.overlaps(span) for span in marked)
    ]


def _label_pronoun(report: Report, reading: Reading, found: Found) -> Found:
    return found if found.label else replace(found, label=_speaker(report, reading, found).label)


_BESIDE = 80  # characters between a quotation and the words for its speaker
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])[.!?]\s")  # not of "J." and "Gen."


def _quoted_speaker(report: Report, reading: Reading, trigger: FoundTrigger) -> list[Found]:
    """The speaker of the quotation that a trigger without a source stands in.

    Named right after the quotation in the same sentence, right before it, or else the last speaker before it: a
    quotation in several pieces names its speaker once, and who speaks in the next sentence is another.
    """
    quotation = _quotation_around(report.text, trigger.found.span.start)
    if quotation is None:
        return []
    start, end = quotation
    sources = [item for item in _speakers(report, reading) if item.span.end <= start or item.span.start >= end]
    after = [
        item
        for item in sources
        if 0 <= item.span.start - end <= _BESIDE and not _SENTENCE_END.search(report.text, end, item.span.start)
    ]
    before = [item for item in sources if 0 <= start - item.span.end <= _BESIDE]
    earlier = [
        item for item in sources if item.span.end <= start and trigger.found.sentence - item.sentence <= CARRY_SENTENCES
    ]
    for candidates in (after[:1], before[-1:], earlier[-1:]):
        if candidates:
            return candidates
    return []


def _quotation_around(text: str, position: int) -> tuple[int, int] | None:
    """Where the quotation that holds a position opens and closes, by curly marks or by straight ones in the paragraph.

    >>> _quotation_around('He said: "They fled." Then', 12)
    (9, 21)
    """
    opened, closed = text.rfind("“", 0, position), text.rfind("”", 0, position)
    if opened > closed and position - opened < _LONGEST_QUOTATION:
        end = text.find("”", position)
        return (opened, end + 1) if end >= 0 else (opened, text.find("\n", position) % (len(text) + 1))
    paragraph = text.rfind("\n", 0, position) + 1
    if text.count('"', paragraph, position) % 2:
        opened = text.rfind('"', paragraph, position)
        end = text.find('"', position)
        return (opened, end + 1) if end >= 0 and end - opened < _LONGEST_QUOTATION else None
    return None


_LONGEST_QUOTATION = 1500
_WE = re.compile(r"\b(?:we|ours?|i|my)\b", re.IGNORECASE)


_MEDIA = frozenset({"outlet", "agency", "local_media", "state_media", "party_media"})


def _first_person(report: Report, reading: Reading, trigger: FoundTrigger) -> list[Found]:
    """The speaker of a report that is somebody's statement, for a trigger that no other source is linked to.

    It is one where the reader takes "we", outside any quotation, for a source other than a medium. The speaker's words
    are those of the trigger's sentence, if it has any, else the nearest.
    """
    marked = [
        item
        for item in reading.fillers.get("source", ())
        if item.label not in _MEDIA and _is_first_person(report.text, item.span)
    ]
    if not marked:
        return []
    nearest = min(marked, key=lambda item: abs(item.span.start - trigger.found.span.start))
    start, end = reading.sentences[trigger.found.sentence]
    words = _WE.search(report.text, start, end)
    if not words or any(start <= item.span.start < end for item in marked):
        return [nearest]
    return [replace(nearest, span=Span(words.start(), words.end(), words.group()), sentence=trigger.found.sentence)]


def _is_first_person(text: str, span: Span) -> bool:
    """Whether words are the speaker's own outside any quotation: "we", "our forces"."""
    return bool(_WE.match(span.text)) and _quotation_around(text, span.start) is None


_TOLD = re.compile(r"\b(?:told|informed)\s+(?:the\s+)?$", re.IGNORECASE)


def _is_told(text: str, span: Span) -> bool:
    return bool(_TOLD.search(text, max(0, span.start - 20), span.start))


def _told(report: Report, reading: Reading, speakers: Sequence[Found]) -> list[Found]:
    """Whom the only speaker of a chain told it, where a sentence before says so: "Omar Said told AFP. ... He said"."""
    if len(speakers) != 1 or (named := _speaker(report, reading, speakers[0])).span == speakers[0].span:
        return []
    return [
        item
        for item in _speakers(report, reading)
        if item.label in _MEDIA and item.sentence == named.sentence and named.span.end < item.span.start
        if _is_told(report.text, item.span)
    ][:1]


_CITING = re.compile(r"\b(?:citing|quoting|cited|quoted)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)


def _put_cited_first(report: Report, reading: Reading, links: Sequence[Link]) -> list[Found]:
    """The speakers, and before them whom one of them is said to cite: "al-Said said, citing sources in the army"."""
    speakers = [link.filler for link in links]
    if not speakers:
        return []
    cited = [
        item
        for item in reading.fillers.get("source", ())
        if item.sentence in {speaker.sentence for speaker in speakers}
        and _CITING.search(report.text, max(0, item.span.start - 20), item.span.start)
    ]
    spans = {item.span for item in cited}
    return [*cited, *[speaker for speaker in speakers if speaker.span not in spans]]


def _in_order(links: Sequence[Link]) -> list[Link]:
    """The likeliest first speaker, then those who passed it on, nearest words first."""
    firsts = sorted((link for link in links if link.label == "first"), key=lambda link: -link.score)
    later = [link for link in links if link.label == "later"]
    if not firsts:
        return later[:2]
    return [firsts[0], *[link for link in later if link.filler.span != firsts[0].filler.span][:2]]


def _speakers(report: Report, reading: Reading) -> list[Found]:
    """The words for sources, without the agency in the brackets of a dateline: "KABUL (AFP) - ..." quotes nobody."""
    return [item for item in reading.fillers.get("source", ()) if not _is_credit(report.text, item.span)]


def _is_credit(text: str, span: Span) -> bool:
    """Whether a span is an agency in brackets before a dash, as in a dateline.

    >>> _is_credit("KABUL (AFP) - Two died.", Span(7, 10, "AFP"))
    True
    """
    around = _CREDIT_AFTER.match(text, span.end) and text[max(0, span.start - 60) : span.start].rpartition("(")
    return bool(around and around[1] and ")" not in around[2] and name_agency(span.text))


_CREDIT_AFTER = re.compile(r"[^()\n]{0,20}\)\s*[-–—―:]")


def _read_source(report: Report, reading: Reading, found: Found, cues: Sequence[Found]) -> Source:
    cue = min(cues, key=lambda item: _gap(item.span, found.span), default=None)
    speaker = _speaker(report, reading, found)
    name = name_of(speaker.span.text)
    kind = cast(SourceKind, speaker.label)
    if kind not in ("party", "official") or not is_armed_acronym(speaker.span.text):
        kind = media_kind(speaker.span.text) or kind
    if kind == "party" and _is_of_state(speaker.span.text):
        kind = "official"
    anonymous = kind == "unnamed" or is_anonymous(speaker.span.text, name)
    return Source(name, kind, found.span, cue.span if cue else None, None, anonymous)


def _is_of_state(words: str) -> bool:
    """Whether a speaker is a state's force or its spokesman by name: "the FARDC", "FARDC spokesman Jon Lind"."""
    spoken = _SPOKEN_FOR.fullmatch(words)
    actor_id = resolve_actor(spoken["body"] if spoken else words).actor_id
    return actor_id is not None and "." in actor_id


_SPOKEN_FOR = re.compile(
    r"(?P<body>\S.{0,60}?)(?:['’]s)?\s(?:spokes(?:man|woman|person)|commander|officer)\b.*", re.DOTALL
)


def _speaker(report: Report, reading: Reading, found: Found) -> Found:
    """The mention that names the speaker: the words themselves, or what "it" and "the source" stand for.

    Where the reader ties a pronoun to nobody, the text goes on with the speaker it had: the last source before it. A
    body that is not named ("the army") is nobody else, and least of all an unnamed source.
    """
    sources = _speakers(report, reading)
    issuer = _ISSUER.search(report.text, 0, _OPENING) if _is_first_person(report.text, found.span) else None
    if issuer:
        return replace(found, span=Span(*issuer.span("name"), issuer["name"]))
    if body := _body_of_noun(found, sources):
        return body
    if not is_pronoun(found.span.text):
        return _named_in_full(found, sources)
    antecedent = stands_for(found.span, reading)
    if is_body(found.span.text):
        same = next((item for item in sources if item.span == antecedent), None)
        if antecedent is None or (same and same.label == "unnamed"):
            return found
    for item in sources:
        if item.span == antecedent:
            return item
    earlier = [
        item
        for item in sources
        if item.span.end <= found.span.start
        and found.sentence - item.sentence <= CARRY_SENTENCES
        and not points_back(item.span.text)
        and not _OWN_WORDS.fullmatch(item.span.text)
    ]
    if earlier and not _is_first_person(report.text, found.span):
        return max(earlier, key=lambda item: item.span.start)
    return replace(found, span=antecedent) if antecedent and not _is_credit(report.text, antecedent) else found


_OPENING = 400  # characters in which a statement names who issues it
# "The Harrow Front, Eastern Command, informs the public": "we" is that body, to the end of its statement.
_ISSUER = re.compile(
    r"(?:^|(?<=[\n:.]\s)|(?<=\n))(?P<name>the\s[^.,;:\n]{3,80}?)(?:,[^.:;\n]{0,80},)?\s(?:hereby\s|wishes\sto\s)?"
    r"(?:informs?|announces?|declares?|communicates?|makes?\sknown)\s",
    re.IGNORECASE,
)


def _named_in_full(found: Found, sources: Sequence[Found]) -> Found:
    """The earlier words for a speaker who is named by one word now: "Omar Said, an analyst" for "Said"."""
    word = found.span.text
    if " " in word or is_anonymous(word, word):
        return found
    full = [item for item in sources if item.span.end <= found.span.start and _ends_in(name_of(item.span.text), word)]
    return full[0] if full else found


def _body_of_noun(found: Found, sources: Sequence[Found]) -> Found | None:
    """The earlier words for a body of which only the noun is left ("the ministry"), if one body of it has spoken."""
    noun = _BODY_NOUN.fullmatch(found.span.text)
    bodies = [
        item
        for item in sources
        if noun and item.span.end <= found.span.start and _is_named_body(name_of(item.span.text), noun["noun"])
    ]
    return bodies[0] if len({name_of(item.span.text) for item in bodies}) == 1 else None


_BODY_NOUN = re.compile(
    r"the\s(?P<noun>office|ministry|observatory|agency|commission|committee|council|mission|network|cent(?:er|re)|"
    r"organi[sz]ation|department|command|institute|foundation|society|union|association|federation|headquarters)",
    re.IGNORECASE,
)


def _is_named_body(name: str, noun: str) -> bool:
    """Whether a name is a body's of that noun, and not of a person or an office in it.

    >>> _is_named_body("Syrian Observatory for Human Rights", "observatory"), _is_named_body("ministry", "ministry")
    (True, False)
    >>> _is_named_body("Health Ministry spokesman Omar Said", "ministry")
    False
    """
    body = re.split(r"\s(?:of|for|on|in|at)\b|,", name, maxsplit=1)[0]
    return " " in name and body.casefold().endswith(noun.casefold()) and name != name.casefold()


def _ends_in(name: str, word: str) -> bool:
    return " " in name and name.casefold().endswith(f" {word.casefold()}")


_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:es?|ed|ing)|dismiss(?:es|ed|ing)?)\b", re.IGNORECASE
)
_NEGATION = re.compile(r"(?:\bnot|n[’']t|\bnever|\bnor|\bwithout)\s+(?:\w+ly\s+)?$", re.IGNORECASE)


def is_denial(text: str, cue: Span) -> bool:
    """Whether a cue says that its speaker denies what follows.

    >>> is_denial("He denied it.", Span(3, 9, "denied")), is_denial("They did not deny it.", Span(13, 17, "deny"))
    (True, False)
    """
    found = _DENIAL.search(cue.text)
    if found is None:
        return False
    start = cue.start + found.start()
    return not _NEGATION.search(text[max(0, start - 30) : start])


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)


def is_anonymous(words: str, name: str) -> bool:
    """Whether the words name nobody in particular.

    >>> is_anonymous("local residents", "local residents"), is_anonymous("Dr Omar Said", "Omar Said")
    (True, False)
    """
    if name != words and name[:1].isupper():
        return False
    head = re.split(r"\b(?:of|from|in|at|close|near|with|who|for|on|inside|told)\b|,", words, maxsplit=1)[0]
    return bool(_ANONYMOUS_HEAD.search(head)) or bool(re.match(r"(?:an?|one|some|several|two|three|many)\b", words))


# What an outlet calls itself; "us" only outside quotations, where it may be anybody.
_OWN_WORDS = re.compile(
    r"(?:this|our)\s+(?:news)?(?:paper|magazine|site|website|agency|reporters?|correspondents?)|us", re.IGNORECASE
)


def _is_outlet(text: str, source: Source, outlet: str | None) -> bool:
    words = (source.span.text if source.span else "").casefold().removeprefix("the ")
    if source.span and _OWN_WORDS.fullmatch(words):
        return _quotation_around(text, source.span.start) is None
    if outlet and source.span and source.kind == "outlet" and _is_told(text, source.span):
        return True
    name = (outlet or "").casefold().removeprefix("the ")
    return len(words) > 2 and (words in name.split() or words == name)
