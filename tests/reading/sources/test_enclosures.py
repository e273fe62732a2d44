"""Files beside a post: named at its end as links, whatever the feed's format, and nothing of theirs acts."""

import json

import pytest

from learnlog.reading.sources.parsing import parse_feed
from tests.reading.feeds import NOW, item, rss

SOUND = "https://example.org/1.mp3?a=1&b=2"
FEEDS = {
    "RSS": rss(
        [item(more=f'<enclosure url="{SOUND.replace("&", "&amp;")}" length="34216300" type="audio/mpeg"/>')]
    ),
    "Atom": '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>1</id><title>t</title>'
    f'<link rel="enclosure" href="{SOUND.replace("&", "&amp;")}" length="34216300" type="audio/mpeg"/></entry></feed>',
    "JSON": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [
                {
                    "id": "1",
                    "attachments": [{"url": SOUND, "mime_type": "audio/mpeg", "size_in_bytes": 34216300}],
                }
            ],
        }
    ),
}


def read(feed: str) -> tuple[str, str]:
    (post,) = parse_feed(feed.encode(), url="https://example.org/feed", now=NOW).posts
    return post.html, post.plain


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_file_beside_a_post_is_a_link_at_its_end(feed: str) -> None:
    html, text = read(feed)
    assert html.endswith('<p>Attached: <a href="https://example.org/1.mp3?a=1&amp;b=2">audio, 34 MB</a></p>')
    assert text.endswith("Attached: audio, 34 MB")


def test_a_file_the_post_links_already_is_not_named_twice() -> None:
    linked = '<description>&lt;img src="https://example.org/a.png"&gt; Words</description>'
    more = f'{linked}<enclosure url="https://example.org/a.png" type="image/png"/>'
    html, _ = read(rss([item(more=more)]))
    assert "Attached" not in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "exec:ls", ""])
def test_a_file_at_no_web_address_is_not_shown(url: str) -> None:
    html, _ = read(rss([item(more=f'<enclosure url="{url}" length="9" type="audio/mpeg"/>')]))
    assert "Attached" not in html


def test_a_title_and_a_type_of_theirs_are_words_only() -> None:
    feed = json.loads(FEEDS["JSON"])
    file = {"url": SOUND, "title": "<b>x</b>\x1b[2J\u202e", "mime_type": "<i>", "size_in_bytes": "9" * 400}
    feed["items"][0]["attachments"] = [file, "no file", file, {}]
    html, text = read(json.dumps(feed))
    assert html.count("Attached") == 1
    assert "&lt;b&gt;x&lt;/b&gt;, file</a>" in html
    assert not {"\x1b", "\u202e"} & set(html + text)


def test_of_a_flood_of_files_a_few_are_named() -> None:
    more = "".join(f'<enclosure url="https://example.org/{n}.mp3" type="audio/mpeg"/>' for n in range(500))
    html, _ = read(rss([item(more=more)]))
    assert html.count("Attached") == 10


MEDIA = ' xmlns:media="http://search.yahoo.com/mrss/"'


def podcast(more: str, words: str = "") -> str:
    text = rss([item(more=more)]).replace("<rss ", f"<rss{MEDIA} ")
    return text.replace("<description>Words of one.</description>", words)


@pytest.mark.parametrize("group", [False, True])
def test_sound_and_film_of_media_rss_are_shown_each_once(group: bool) -> None:
    files = (
        f'<media:content url="{SOUND.replace("&", "&amp;")}" type="audio/mpeg" fileSize="34216300"/>'
        '<media:content url="/1.webm" medium="video"/><media:content url="/1.pdf" type="application/pdf"/>'
        '<media:content url="/face.jpg" medium="image"/><media:content url="javascript:x()" medium="audio"/>'
        '<media:content url="https://www.youtube.com/v/x" type="application/x-shockwave-flash"/>'
    )
    sound = f'<enclosure url="{SOUND.replace("&", "&amp;")}" length="34216300" type="audio/mpeg"/>'
    more = sound + (f"<media:group>{files}</media:group>" if group else files)
    html, text = read(podcast(more, "<description>Words</description>"))
    assert text == "Words\n\nAttached: audio, 34 MB\n\nAttached: video\n\nAttached: PDF"
    assert 'href="https://example.org/1.webm"' in html


def test_a_picture_of_media_rss_is_shown_where_it_is_all_there_is() -> None:
    picture = '<media:content url="/1.jpg" medium="image"/>'
    assert read(podcast(picture))[1] == "Attached: picture"
    assert read(podcast(picture, "<description>Words</description>"))[1] == "Words"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('url="/talk.mp3"', "audio"),
        ('url="/talk.MP4?sign=1" type="application/octet-stream"', "video"),
        ('url="/talk" type="nonsense"', "file"),
        ('url="/talk.mp3" type="text/html"', "file"),
        ('url="/talk.mp3" type="AUDIO/MPEG; charset=binary" length="12345678"', "audio, 12 MB"),
        ('url="/talk.mp3" length="0"', "audio"),
        ('url="/talk.mp3" length="-5"', "audio"),
        ('url="/talk.mp3" length="12 MB"', "audio"),
        ('url="/talk.mp3" length="99999999999999999999"', "audio"),
        ('url="/talk.mp3" length="1000"', "audio, under 1 MB"),
    ],
)
def test_types_and_lengths_that_are_wrong_or_missing(said: str, shown: str) -> None:
    assert read(podcast(f"<enclosure {said}/>"))[1] == f"Attached: {shown}"
