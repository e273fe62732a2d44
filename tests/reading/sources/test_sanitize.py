"""Foreign HTML: what stays, what goes, and the words in it."""

import gc
import re
import weakref
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.model import html_text
from learnlog.model.safe import clean_link, clean_text
from learnlog.reading.sources import sanitize
from learnlog.reading.sources.sanitize import Sanitizer, absolute, paragraphs, plain

BASE = "https://example.org/blog/post"


def clean(html: str) -> str:
    return Sanitizer().clean(html, BASE)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <em>two</em> <strong>three</strong> <del>four</del> <ins>five</ins></p>",
        "<h1>A</h1><h2>B</h2><h6>C</h6><hr>",
        '<ul><li>a</li></ul><ol start="3"><li>b</li></ol><dl><dt>c</dt><dd>d</dd></dl>',
        "<blockquote><p>said</p></blockquote><pre><code>if x &lt; 3:\n    go()</code></pre>",
        '<table><thead><tr><th colspan="2">h</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
        '<figure><img src="https://example.org/a.png" alt="A"><figcaption>c</figcaption></figure>',
        '<a href="mailto:me@example.org">mail</a> H<sub>2</sub>O x<sup>2</sup><br>',
        '<a href="https://example.org/?a=1&amp;b=2#c">link</a>',
    ],
)
def test_what_a_reader_needs_stays_as_it_is(html: str) -> None:
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ("<style>p{}</style><p style='color:red' onclick='x()' class=c id=i>t</p>", "<p>t</p>"),
        ("<iframe src='https://x/'>inner</iframe>t", "t"),
        ("<svg><script>1</script><a href='javascript:1'>x</a></svg>t", "t"),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href=' java\nscript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='java&#27;script:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='data:text/html,x'>x</a><a href='file:///etc/passwd'>y</a>", "<a>x</a><a>y</a>"),
        ("<img src='data:image/png;base64,AAAA' alt='pic'>", '<img alt="pic">'),
        ("<form action='https://x'><input value=1><button>b</button></form>", "b"),
        ("<object data=x>o</object><embed src=x><video src=x>v</video>t", "t"),
        ("<!-- a comment --><p>t", "<p>t</p>"),
        ("<ol start='x'><li>1</ol>", "<ol><li>1</li></ol>"),
        ("<td colspan='99999'>x</td>", "x"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("<unknown>kept words</unknown>", "kept words"),
    ],
)
def test_what_could_act_goes(html: str, left: str) -> None:
    assert clean(html) == left


@pytest.mark.parametrize(
    ("link", "full"),
    [
        ("two", "https://example.org/blog/two"),
        ("/two", "https://example.org/two"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("?q=1", "https://example.org/blog/post?q=1"),
        ("#note", "https://example.org/blog/post#note"),
        (" https://example.org/a b<c> ", "https://example.org/a%20b%3Cc%3E"),
        ("HTTPS://example.org/", "https://example.org/"),
        ("https://exam\u202eple.org/", ""),
        ("http://[bad", ""),
        ("", ""),
        ("ftp://example.org/", ""),
        ("https://example.org/" + "x" * 5000, ""),
    ],
)
def test_links_are_absolute_web_addresses_or_nothing(link: str, full: str) -> None:
    assert absolute(link, BASE) == full


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two<br>Three</div>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1  2\n3"),
        ("<p>a\n  b&nbsp;c &lt;d&gt; &amp;amp;</p>", "a b c <d> &amp;"),
        ("<pre>if x:\n    y  z\n</pre><p>t</p>", "if x:\n    y  z\n\nt"),
        ("x<script>no</script>y<img alt='a &quot;plate&quot; > b' src=z>", 'xya "plate" > b'),
        ("no tags &amp; all", "no tags & all"),
        ("&#27;[31mred&#x9b;0m &#x202e;", "[31mred›0m"),
        ("", ""),
    ],
)
def test_the_words_of_html(html: str, words: str) -> None:
    assert plain(html) == words


def test_plain_text_becomes_paragraphs() -> None:
    assert paragraphs("a < b\nc\n\n \nd\x1b[1m") == "<p>a &lt; b<br>\nc</p>\n<p>d</p>"


def test_past_its_time_only_words_are_kept() -> None:
    assert Sanitizer(seconds=-1).clean("<p>a <b onclick=x>b</b> &lt;i&gt;</p>") == "<p>a b &lt;i&gt;</p>"


TAGS = ["<p>", "</p>", "<a href='", "'>", '<img alt="', '">', "</a>", "<script>", "</script>", "<!--", "-->"]
PARTS = [
    "&#27;",
    "&#x9d;",
    "&lt;",
    "\x1b]0;",
    "\x07",
    "\x9b",
    "javascript:",
    "onerror=",
    "<svg>",
    "<pre>",
    "\n",
]
SOUP = st.lists(st.sampled_from(TAGS + PARTS) | st.text(max_size=5), max_size=30).map("".join)
TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [a-z]+=\"[^\"]*\")*)>")


@given(SOUP)
def test_whatever_comes_in_what_comes_out_is_harmless_and_stays_so(soup: str) -> None:
    cleaned = clean(soup)
    assert clean_text(cleaned) == cleaned
    assert "<" not in TAG.sub("", cleaned), "nothing but whole known tags"
    for _, name, attributes in TAG.findall(cleaned):
        assert name not in {"script", "style", "iframe", "svg", "object"}
        for attribute, value in re.findall(r' ([a-z]+)="([^"]*)"', attributes):
            assert not attribute.startswith("on")
            assert attribute not in {"href", "src"} or value.startswith(("http://", "https://", "mailto:"))
    words = plain(soup)
    assert clean_text(words) == words


def test_what_cleaned_a_document_does_not_stay_in_memory() -> None:
    sanitizer = Sanitizer()
    sanitizer.clean('<a href="x">words</a>', "https://example.org/")
    remembered = weakref.ref(sanitizer)
    del sanitizer
    gc.collect()
    assert remembered() is None


@given(
    st.lists(
        st.sampled_from(
            ["<br>", "<td>", "</td>", "<em>", "</em>", "</pre>", "word", " ", "\n", "&nbsp;", *TAGS, *PARTS]
        )
    )
)
def test_the_quick_way_to_the_words_finds_the_same(pieces: list[str]) -> None:
    cleaned = clean("".join(pieces))
    quick = html_text._quick_words(cleaned) if "<" in cleaned else ""
    assert not quick or quick == html_text._words_between(cleaned)


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<p>", "</p>", "<A HREF=x>", "</a>", "<div>", "<br>"]), max_size=400
    )
)
def test_the_quick_look_for_monsters_finds_each(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = sanitize._OPENER.findall(text)
    tags = text.count("<")
    if not sanitize._may_reopen(found, tags):
        opened = [
            name.lower() for closing, name in found if not closing and name.lower() in sanitize._FORMATTING
        ]
        assert len(opened) <= sanitize.MAX_UNCLOSED_FORMATTING
        assert len(opened) * tags <= sanitize.MAX_REOPENED


@given(
    base=st.sampled_from(
        [
            "https://a.example",
            "https://a.example/b/c?d#e",
            "http://A.example:8080/x",
            "https://a.example?q",
            "//x",
            "",
        ]
    ),
    link=st.text(alphabet="/ab.~-_?#:@%", max_size=12),
)
def test_a_path_is_joined_as_the_standard_says(base: str, link: str) -> None:
    said = absolute(link, base)
    try:
        joined = urljoin(base, link.strip())
    except ValueError:
        joined = ""
    assert said in ("", clean_link(joined))
    if re.fullmatch(r"(/[ab]+)+", link) and base.startswith("http"):
        assert said == joined
