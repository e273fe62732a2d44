"""Whose site an address is on: personal sites have one owner, shared places do not.

The rule, in this order: a host that many people share (the lists below, with all that ends in them) is nobody's;
of a host that gives each member a name of their own (``ana.github.io``) that name is; on a host that gives each a
folder (``medium.com/@ana``, ``cs.example.edu/~ana``) the folder is. Governments, universities without such a
folder, and hosts that begin like a part of something larger (``docs.``, ``cdn.``) are nobody's. Every other host
is one person's, or one small group's.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHARED: Final = _words(
    """
    twitter.com x.com t.co facebook.com fb.com fb.me instagram.com threads.net threads.com linkedin.com
    lnkd.in reddit.com redd.it youtube.com youtu.be vimeo.com tiktok.com twitch.tv pinterest.com quora.com
    snapchat.com bsky.app bsky.social discord.com discord.gg slack.com t.me telegram.org whatsapp.com
    signal.org matrix.to joinmastodon.org mastodon.social mastodon.online hachyderm.io fosstodon.org
    mstdn.social mas.to infosec.exchange techhub.social news.ycombinator.com lobste.rs slashdot.org
    digg.com producthunt.com github.com gitlab.com bitbucket.org codeberg.org sourceforge.net
    gist.github.com sr.ht pypi.org npmjs.com crates.io docs.rs rubygems.org packagist.org readthedocs.io
    readthedocs.org hub.docker.com docker.com stackoverflow.com stackexchange.com superuser.com
    serverfault.com askubuntu.com mathoverflow.net wikipedia.org wikimedia.org wikidata.org wiktionary.org
    wikibooks.org archive.org archive.is archive.ph google.com goo.gl googleblog.com apple.com
    microsoft.com amazon.com amzn.to aws.amazon.com mozilla.org openai.com anthropic.com meta.com
    adobe.com oracle.com ibm.com cloudflare.com jetbrains.com atlassian.com python.org rust-lang.org
    golang.org go.dev kernel.org gnu.org apache.org eclipse.org w3.org ietf.org rfc-editor.org iso.org
    whatwg.org unicode.org debian.org ubuntu.com redhat.com postgresql.org sqlite.org nytimes.com
    theguardian.com bbc.co.uk bbc.com cnn.com washingtonpost.com wsj.com reuters.com bloomberg.com ft.com
    economist.com apnews.com npr.org theatlantic.com newyorker.com vox.com politico.com axios.com
    theverge.com arstechnica.com wired.com techcrunch.com zdnet.com theregister.com engadget.com
    forbes.com businessinsider.com time.com spiegel.de zeit.de faz.net sueddeutsche.de heise.de golem.de
    nrc.nl volkskrant.nl nos.nl nu.nl trouw.nl fd.nl tweakers.net lemonde.fr elpais.com arxiv.org doi.org
    acm.org ieee.org springer.com nature.com science.org sciencedirect.com wiley.com jstor.org pnas.org
    plos.org biorxiv.org ssrn.com researchgate.net academia.edu orcid.org zenodo.org osf.io usenix.org
    oreilly.com manning.com pragprog.com packtpub.com leanpub.com gumroad.com bookshop.org goodreads.com
    audible.com bol.com ebay.com etsy.com spotify.com soundcloud.com bandcamp.com overcast.fm pca.st
    bit.ly tinyurl.com buff.ly ow.ly is.gd dlvr.it feedburner.com feedly.com inoreader.com meetup.com
    eventbrite.com lu.ma zoom.us ted.com coursera.org udemy.com edx.org infoq.com imgur.com flickr.com
    unsplash.com gravatar.com giphy.com dropbox.com notion.so notion.site figma.com miro.com trello.com
    airtable.com canva.com slideshare.net speakerdeck.com codepen.io jsfiddle.net replit.com patreon.com
    ko-fi.com buymeacoffee.com opencollective.com paypal.com paypal.me kickstarter.com creativecommons.org
    opensource.org europa.eu un.org who.int
    """
)
NAMED: Final = _words(
    """
    github.io gitlab.io codeberg.page wordpress.com blogspot.com substack.com tumblr.com bearblog.dev
    micro.blog neocities.org netlify.app vercel.app pages.dev ghost.io hashnode.dev livejournal.com
    dreamwidth.org mataroa.blog prose.sh omg.lol typepad.com squarespace.com wixsite.com weebly.com
    webflow.io fly.dev beehiiv.com buttondown.email medium.com write.as itch.io posthaven.com svbtle.com
    """
)
FOLDERED: Final = _words(
    """
    medium.com dev.to write.as world.hey.com buttondown.com
    """
)
_PARTS: Final = (
    "docs.", "doc.", "api.", "cdn.", "static.", "assets.", "images.", "img.", "media.", "shop.", "store.",
    "status.", "support.", "help.", "login.", "accounts.", "mail.", "forum.", "forums.", "wiki.",
)  # fmt: skip
_OFFICIAL: Final = re.compile(r"\.(?:gov|mil|int)(?:\.[a-z]{2})?$")
_ACADEMIC: Final = re.compile(r"\.(?:edu|ac)(?:\.[a-z]{2})?$")
_HOST: Final = re.compile(r"(?=.{3,255}$)[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?")
_PLAIN: Final = re.compile(r"[\w.-]{1,100}")
_PROFILE: Final = ("/@", "/users/", "/tags/")
"""What a path on a server of a social network begins with: a profile or a hashtag, not a site."""


def site_of(host: str, path: str = "") -> str:
    """Return the address of the personal site that `path` on `host` belongs to, "" when it is nobody's.

    `host` may carry a port and a name before an @; ``www.`` makes no difference.
    """
    site, has_folders = _owner(host)
    if path.startswith("/~"):
        folder = path.split("/", 2)[1]
        return f"{site or _bare(host)}{folder}/" if _PLAIN.fullmatch(folder, 1) else ""
    if has_folders:
        folder = path.lstrip("/").split("/", 1)[0]
        wanted = folder.startswith("@") or not site.startswith("https://medium.")
        return f"{site}{folder}/" if wanted and _PLAIN.fullmatch(folder.removeprefix("@")) else ""
    return "" if path.startswith(_PROFILE) else site


@lru_cache(maxsize=4096)
def _owner(host: str) -> tuple[str, bool]:
    """Return the site of a host, "" when it is nobody's, and whether its folders have owners instead."""
    site = _bare(host)
    name = site[8:-1].partition(":")[0]
    if name in FOLDERED:
        return site, True
    nobody = not name or name.startswith(_PARTS) or _is_shared(name)
    return "" if nobody or _OFFICIAL.search(name) or _ACADEMIC.search(name) else site, False


def _bare(host: str) -> str:
    """Return the address of a host's own page, "" when it is no host."""
    host = host.rpartition("@")[2].casefold().rstrip(".").removeprefix("www.")
    return f"https://{host}/" if _HOST.fullmatch(host) else ""


def site_at(address: str) -> str:
    """Return the personal site that an http(s) address is on, "" when it is nobody's or no address."""
    try:
        split = urlsplit(address)
        return site_of(split.netloc, split.path) if split.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _is_shared(name: str) -> bool:
    if name in NAMED:
        return True
    labels = name.split(".")
    return any(".".join(labels[start:]) in SHARED for start in range(len(labels) - 1))
