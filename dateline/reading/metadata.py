"""What a page says of itself, in JSON-LD and in its elements. Nothing is guessed: a date is one the page declares."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml.html import HtmlElement

from dateline.reading.agencies import name_agency
from dateline.reading.credits import Byline, is_date_line, parse_names, read_byline, read_date_line
from dateline.reading.normalise import collapse_spaces, normalise_text
from dateline.reading.printed_dates import parse_metadata_date

Node: TypeAlias = Mapping[str, Any]  # one object of JSON-LD, as it came


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the page declares; None or empty for what it does not."""

    title: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    agency: str | None = None
    published: str | None = None
    url: str | None = None


_ARTICLE_TYPES = frozenset(
    {
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
        "OpinionNewsArticle", "AskPublicNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "BlogPosting",
        "Report", "TechArticle", "SatiricalArticle", "SocialMediaPosting",
    }
)  # fmt: skip
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published",
    "date_published", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "pubdate",
    "published_at", "article_date_original", "originalpublicationdate", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "dcterms.issued", "dc.date.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "article.published",
    "dcsext.articlefirstpublished", "bt:pubdate", "date",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
)
_DEPTH = 12
_PLATFORMS = frozenset({"blogger", "wordpress", "wordpress.com", "medium", "wix", "substack", "tumblr"})
_NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "editor",
        "editorial",
        "guest",
        "webmaster",
        "user",
        "root",
        "staff",
        "anonymous",
        "unknown",
    }
)


def read_metadata(tree: HtmlElement) -> PageMetadata:
    """Return what the page `tree` declares: JSON-LD first, then meta elements, then marked elements of the page.

    Not handled: dates that only a script writes, and dates of updating.
    """
    metas = _read_metas(tree)
    nodes = list(_read_nodes(tree))
    url = _page_url(tree, metas)
    article = _choose_article(nodes, url, metas.get("og:title"))
    outlet, credited = _choose_outlet(_clean(_publisher(article, nodes)), metas)
    byline = _read_authors(article, nodes) or _meta_authors(metas) or _marked_authors(tree) or Byline()
    return PageMetadata(
        title=_read_title(tree, article, metas, outlet),
        outlet=outlet,
        byline=tuple(name for name in byline.names if name.casefold() not in {*_NOBODY, (outlet or "").casefold()}),
        agency=byline.agency or credited,
        published=_published(tree, article, nodes, metas),
        url=url,
    )


def find_visible_date(tree: HtmlElement) -> str | None:
    """Return the date that the page prints after "Published" or "Posted", if it prints only one such date."""
    printed = {
        found
        for words in map(collapse_spaces, map(str, tree.itertext()))
        if len(words) < 80
        and re.match(r"(?:first )?(?:published|posted)\b", words, re.IGNORECASE)
        and is_date_line(words)
        if (found := read_date_line(words))
    }
    return printed.pop() if len(printed) == 1 else None


def _clean(value: str | None) -> str | None:
    return collapse_spaces(normalise_text(value)) or None if value else None


def _read_metas(tree: HtmlElement) -> dict[str, str]:
    """The first value of each named meta element, names in small letters."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().casefold(), content)
    return metas


def _page_url(tree: HtmlElement, metas: Mapping[str, str]) -> str | None:
    canonical = next(
        (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").casefold() == "canonical"), None
    )
    return next((url for url in (canonical, metas.get("og:url")) if url and re.match(r"https?://", url.strip())), None)


# JSON-LD


def _read_nodes(tree: HtmlElement) -> Iterator[Node]:
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().casefold() == "application/ld+json":
            yield from _flatten(_parse_json(str(script.text or "")), _DEPTH)


def _parse_json(text: str) -> object:
    """The value in a JSON-LD element; None if it is beyond the two repairs that pages need (comments, lost commas)."""
    text = re.sub(
        r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)"
        r"|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*$",
        "",
        text,
    )
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: object, depth: int) -> Iterator[Node]:
    """The objects at the top of a JSON-LD value: in its lists, its @graph, and as the main thing of a page."""
    if depth == 0:
        return
    if isinstance(value, list):
        for part in value:
            yield from _flatten(part, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), (list, dict)):
                yield from _flatten(value[key], depth - 1)


def _types(node: Node) -> set[str]:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _choose_article(nodes: Iterable[Node], url: str | None, title: str | None) -> Node | None:
    """The node of this page's report. Of several, the one with the page's address or title; if none has, none."""
    articles = [node for node in nodes if _types(node) & _ARTICLE_TYPES]
    if len(articles) <= 1 or len({str(node.get("datePublished")) for node in articles}) == 1:
        return articles[0] if articles else None
    for node in articles:
        names = {str(node.get(key)).rstrip("/") for key in ("url", "@id", "mainEntityOfPage")} | {
            _first_text(node.get("mainEntityOfPage"), "@id")
        }
        if (url and url.rstrip("/") in names) or (title and _text(node.get("headline")) == title):
            return node
    return None


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _first_text(value: object, key: str = "name") -> str | None:
    """The text of a value, of the object's `key`, or of the first of a list that has one."""
    if isinstance(value, list):
        return next((found for part in value if (found := _first_text(part, key))), None)
    if isinstance(value, dict):
        return _text(value.get(key))
    return _text(value)


def _resolve(value: object, nodes: Iterable[Node]) -> object:
    """An object that only points at another by @id, replaced with that other."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return next((node for node in nodes if node.get("@id") == value["@id"] and "name" in node), value)
    return value


def _publisher(article: Node | None, nodes: list[Node]) -> str | None:
    for holder in [*([article] if article else []), *(node for node in nodes if _types(node) & {"WebPage", "WebSite"})]:
        if name := _first_text(_resolve(holder.get("publisher"), nodes)):
            return name
    return next((_text(node.get("name")) for node in nodes if "NewsMediaOrganization" in _types(node)), None)


def _read_authors(article: Node | None, nodes: list[Node]) -> Byline | None:
    authors = article.get("author") or article.get("creator") if article else None
    names = [
        collapse_spaces(normalise_text(name))
        for author in (authors if isinstance(authors, list) else [authors])
        if (name := _first_text(_resolve(author, nodes))) and not name.startswith("http")
    ]
    return _join_bylines(names)


def _join_bylines(names: Iterable[str]) -> Byline | None:
    """Names as printed, agencies apart; a name that is really a list ("A and B") is taken apart."""
    people: list[str] = []
    agency = None
    for name in names:
        listed = read_byline(name) or parse_names(name)
        if listed and (listed.names or listed.agency):
            people.extend(listed.names)
            agency = agency or listed.agency
        elif name and name_agency(name) is None and len(name.split()) <= 6 and "@" not in name:
            people.append(name)
    return Byline(tuple(dict.fromkeys(people)), agency) if people or agency else None


def _choose_outlet(publisher: str | None, metas: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The publisher's name, and the agency that the page names as its publisher though another prints it."""
    site = _clean(metas.get("og:site_name"))
    if site and site.startswith(("http:", "https:", "www.")):
        site = None
    if publisher and site and (agency := name_agency(publisher)) and name_agency(site) != agency:
        return site, agency
    if publisher and publisher.casefold() in _PLATFORMS:
        publisher = None
    return publisher or site, None


# Meta elements and marked elements


def _meta_authors(metas: Mapping[str, str]) -> Byline | None:
    names = (_clean(metas.get(name)) for name in _AUTHOR_NAMES)
    return next(
        (byline for name in names if name and not name.startswith("http") and (byline := _join_bylines([name]))), None
    )


def _marked_authors(tree: HtmlElement) -> Byline | None:
    marked = tree.xpath(
        "//*[@itemprop='author']//*[@itemprop='name'] | //a[@rel='author'] | //*[@itemprop='author'][not(*)]"
        " | //*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]"
        " | //*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]"
    )
    for element in marked[:5]:
        words = collapse_spaces(normalise_text(str(element.text_content())))
        if (
            0 < len(words) < 120
            and (byline := read_byline(words) or parse_names(words))
            and (byline.names or byline.agency)
        ):
            return byline
    return None


def _published(tree: HtmlElement, article: Node | None, nodes: Iterable[Node], metas: Mapping[str, str]) -> str | None:
    """The first declared date of publication that can be read. Never a date of updating."""
    pages = [node for node in nodes if "WebPage" in _types(node)]
    declared = [_text(node.get("datePublished")) for node in ([article] if article else pages[:1])]
    declared += [metas.get(name) for name in _DATE_NAMES]
    declared += [
        element.get("datetime") or element.get("content") or element.text
        for element in tree.xpath("//*[@itemprop='datePublished']")[:1]
    ]
    if found := next((found for value in declared if value and (found := parse_metadata_date(str(value)))), None):
        return found
    marked = tree.xpath(
        "//time[@datetime][@pubdate or contains(@class, 'published') or contains(@class, 'entry-date')]/@datetime"
    )
    printed = {found for value in marked if (found := parse_metadata_date(str(value)))}
    return printed.pop() if len(printed) == 1 else None  # several are those of a list of stories


def _read_title(tree: HtmlElement, article: Node | None, metas: Mapping[str, str], outlet: str | None) -> str | None:
    headings = [str(heading.text_content()) for heading in tree.iter("h1")]
    headings = [heading for heading in headings if heading.strip()]
    names = {name.casefold() for name in (outlet, _clean(metas.get("og:site_name"))) if name}
    candidates = [
        _text(article.get("headline")) if article else None,
        metas.get("og:title"),
        metas.get("twitter:title"),
        headings[0] if len(headings) == 1 else None,
        tree.findtext(".//title"),
    ]
    for candidate in candidates:
        title = _clean(candidate)
        if title and title.casefold() not in names:
            return _strip_outlet(title, names)
    return None


def _strip_outlet(title: str, names: set[str]) -> str:
    """A title without the publisher's name that page titles carry at an end: "Title - Name", "Name | Title"."""
    folded = title.casefold()
    for mark, name in itertools.product((" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " « "), names):
        ending, opening = mark + name, name + mark
        if folded.endswith(ending) and len(folded) == len(title) and len(title) > len(ending):
            return title[: -len(ending)].strip()
        if folded.startswith(opening) and len(folded) == len(title) and len(title) > len(opening):
            return title[len(opening) :].strip()
    return title
