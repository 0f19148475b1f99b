"""The names under which pages state facts about themselves.

In:   nothing
Out:  names of meta elements and of JSON-LD types; words that close a text cut short; addresses
      of live blogs
Never: decides which of several statements holds; transforms/page_facts.py and page_dates.py do.
"""

from __future__ import annotations

# Ordered by trust: the first are written by the system that published the article; "date" alone
# may be the day of anything.
META_PUBLISHED = (
    "article:published_time",  # Open Graph, https://ogp.me/#type_article
    "og:article:published_time",
    "og:published_time",
    "datepublished",  # schema.org, as microdata in a meta element
    "parsely-pub-date",  # Parse.ly's analytics
    "sailthru.date",  # Sailthru's recommendations
    "cxenseparse:recs:publishtime",  # Cxense's recommendations
    "article.published",
    "publish-date",
    "publication_date",
    "published-date",
    "publishdate",
    "pubdate",  # Apple's and Google's old news tags
    "dcterms.created",  # Dublin Core, https://www.dublincore.org/specifications/dublin-core/
    "dc.date.created",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",  # Highwire's tags
    "article_date_original",
    "datecreated",
    "date",
)
META_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "og:updated_time",
    "last-modified",
    "lastmod",
)
META_SECTION = ("article:section", "og:article:section", "parsely-section", "section")
META_LANGUAGE = ("content-language", "dc.language", "dcterms.language", "og:locale", "language")
# Facebook's tiers: "metered" shows the whole text to most readers, "locked" to subscribers only.
META_TIER = ("article:content_tier", "og:article:content_tier")

# The end of a schema.org type that is a text of its own: NewsArticle, BlogPosting, Report, …
ARTICLE_TYPES = ("Article", "Posting", "Report", "Review", "Statement")
# What is about the page that the article stands on.
PAGE_TYPES = ("WebPage", "CreativeWork", "ItemPage")

# In the name of a class or property of an element that holds the day of publication.
PUBLISHED_CLASSES = ("publish", "posted", "pubdate", "entry-date", "post-date", "article-date")
# In the name of a class of an element that shows a day, be it of whatever.
DATE_CLASSES = ("date", "time", "publish", "posted")
# Elements that hold other articles' dates.
ASIDE_TAGS = ("aside", "nav", "footer")

# The last line of a text that goes on behind a paywall.
PAYWALL_ENDS = (
    r"(?:subscribe|sign up|register|log ?in|sign in|become a (?:member|subscriber))\b.{0,40}\bto "
    r"(?:continue|keep|read|unlock|access|view|see)\b",
    r"\bto (?:continue|keep) reading\b.{0,60}\b(?:subscribe|sign (?:up|in)|register|log ?in)\b",
    r"\b(?:this|the full|the rest of (?:this|the)) (?:article|story|content) is (?:only )?"
    r"(?:available|reserved|exclusive|for) (?:only )?(?:to|for)?\b.{0,20}\b"
    r"(?:subscribers|members|premium)\b",
    r"^(?:already a subscriber\?|continue reading with a subscription)",
    r"\byou have (?:reached|read) (?:your|all) .{0,30}\b(?:free )?articles?\b",
)

# The address of a page that grows by posts for a day or a month.
LIVE_ADDRESS = r"/live/|(?<![a-z])live-?(?:blog|updates?|coverage|ticker)(?![a-z])"
