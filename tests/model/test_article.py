"""What a reader sees of a post's HTML, and what is written when it is kept."""

import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from learnlog.model.article import LIMIT, Article, Block, BlockKind, Span, read_html, to_markdown
from learnlog.model.safe import clean_text

WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
TAGS = st.sampled_from(
    """p div b strong i em a code pre ul ol li dl dt dd blockquote table tr td th h1 h2 h3 br hr img figure
    section span""".split()  # noqa: SIM905 (a list would take a page)
)
PIECES = r"""<a href="https://a.example/x">|<a href=javascript:alert(1)>|<img alt=x src=y>|<|<!--|-->|<script>
|</script>|&#27;|&#x9b;|&#1111111111111111;|\x1b[31m|\u202e|"|'|=|>|<sup>|<q>|&quot|&#0;|<p title='"""
BROKEN = st.lists(
    st.one_of(
        WORDS,
        TAGS.map(lambda tag: f"<{tag}>"),
        TAGS.map(lambda tag: f"</{tag}>"),
        st.sampled_from([piece.encode().decode("unicode_escape") for piece in PIECES.split("|")]),
    ),
    max_size=40,
).map("".join)


def everything(article: Article) -> str:
    """Every character of the article that could reach a screen."""
    return (
        article.plain
        + "".join(b.marker + b.language for b in article.blocks)
        + "".join(f.url for f in article.links)
    )


def markdown_to_article(text: str) -> Article:
    return read_html(
        MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text)
    )


def test_a_post_is_read_as_headings_paragraphs_lists_and_quotes() -> None:
    article = read_html(
        "<h2>Why &amp; how</h2><p>It is a  <b>promise</b>,\n and <i>someone</i> keeps it.</p>"
        "<ol start=3><li>first</li><li>second<ul><li>inner</li></ul></li></ol>"
        "<blockquote><p>quoted</p><blockquote>deeper</blockquote></blockquote>"
    )
    heading, paragraph, first, second, inner, quoted, deeper = article.blocks
    assert (heading.kind, heading.level, heading.plain) == (BlockKind.HEADING, 2, "Why & how")
    assert paragraph.plain == "It is a promise, and someone keeps it."
    assert [s.text for s in paragraph.spans if s.strong] == ["promise"]
    assert [s.text for s in paragraph.spans if s.em] == ["someone"]
    assert [(b.marker, b.depth, b.plain) for b in (first, second, inner)] == [
        ("3.", 1, "first"), ("4.", 1, "second"), ("•", 2, "inner")
    ]  # fmt: skip
    assert [(b.quote, b.plain) for b in (quoted, deeper)] == [(1, "quoted"), (2, "deeper")]


def test_code_keeps_its_lines_and_its_language() -> None:
    code = read_html(
        '<pre><code class="language-python">\ndef f():\n    return "&lt;b&gt;"\n</code></pre>'
    ).blocks[0]
    assert (code.kind, code.language) == (BlockKind.CODE, "python")
    assert code.text == 'def f():\n    return "<b>"'


def test_a_table_of_words_stays_a_table_and_a_table_for_layout_becomes_its_words() -> None:
    (data,) = read_html("<table><tr><th>a<th>b</tr><tr><td>1</td><td>2</td></tr></table>").blocks
    assert (data.kind, data.header, data.plain) == (BlockKind.TABLE, True, "a\tb\n1\t2")
    layout = read_html(
        "<table><tr><td><h1>News</h1><p>Hello</p></td><td><ul><li>x</li></ul></td></tr></table>"
    )
    assert [b.kind for b in layout.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_footnotes_tell_where_a_link_really_goes() -> None:
    article = read_html(
        '<p><a href="https://bank.example@www.evil.example/login?next=x">https://bank.example</a>'
        ' <a href="https://аpple.example/">look</a> <a href="javascript:x()">no</a>'
        ' <a href="/relative">there</a></p>',
        base="https://blog.example/a/",
    )
    assert [link.place for link in article.links] == [
        "evil.example/login?…", "xn--pple-43d.example", "blog.example/relative"
    ]  # fmt: skip
    assert [link.address for link in article.links] == [
        "https://www.evil.example/login?next=x",
        "https://xn--pple-43d.example/",
        "https://blog.example/relative",
    ]
    no = next(span for span in article.blocks[0].spans if "no" in span.text)
    assert no.link == 0


def test_of_a_host_that_pretends_by_its_length_the_end_is_shown() -> None:
    (link,) = read_html(f"<a href='https://{'bank.example.' * 20}evil.example/x'>bank</a>").links
    assert link.place.startswith("…")
    assert link.place.endswith("evil.example/x")
    assert len(link.place) < 60
    (plain,) = read_html("<a href='https://[2001:db8::1]:8443/x'>six</a>").links
    assert (plain.place, plain.address) == ("[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x")


def test_the_same_link_has_one_footnote() -> None:
    article = read_html('<p><a href="https://a.example/">one</a> <a href="https://a.example/">two</a></p>')
    assert len(article.links) == 1
    assert [span.link for span in article.blocks[0].spans if span.link] == [1, 1]


def test_an_image_is_its_description_and_a_link_to_it() -> None:
    alone, sentence = read_html(
        '<img src="https://a.example/p.png" alt="A plot">'
        '<p>See <img src="x" alt="a cat"> here <img src="pixel"></p>'
    ).blocks
    assert (alone.kind, alone.plain, alone.spans[0].link) == (BlockKind.IMAGE, "A plot", 1)
    assert sentence.plain == "See [image: a cat] here"


def test_scripts_and_comments_say_nothing() -> None:
    assert (
        read_html("<p>a<script>if (x < y) alert('<p>no</p>')</script><!-- <b>no</b> -->b</p>").plain == "ab"
    )


def test_powers_do_not_become_other_numbers() -> None:
    assert read_html("10<sup>6</sup> CO<sub>2</sub>").plain == "10⁶ CO₂"


def test_a_huge_post_is_cut_and_says_so() -> None:
    article = read_html("<p>word</p>" * 60_000)
    assert article.cut
    assert to_markdown(article).endswith("…\n")
    assert not read_html("<p>word</p>").cut


@given(BROKEN)
def test_any_html_is_read_and_nothing_in_it_can_act(html: str) -> None:
    article = read_html(html)
    said = everything(article) + to_markdown(article)
    assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert all(link.url.startswith(("https://", "http://")) for link in article.links)


@given(st.lists(st.tuples(TAGS, st.text(st.characters(categories=("L", "Nd")), min_size=1)), max_size=20))
def test_every_word_is_still_there_in_its_order(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<{tag}>{word} </{tag}>" for tag, word in parts)
    words = [word for tag, word in parts]
    assert read_html(html).plain.split() == " ".join(words).split()


@pytest.mark.parametrize(
    "evil",
    [
        "<a ",
        "<",
        "<!--",
        "</",
        '<a b="',
        "<script>",
        "<ul><li>",
        "<table>",
        "<tr><td>x",
        "<p>x",
        "&",
        "&#x9d;",
    ],
)
@pytest.mark.parametrize("end", ["", ">"])
def test_hostile_html_takes_time_in_proportion_to_its_length(evil: str, end: str) -> None:
    start = time.process_time()
    to_markdown(read_html(evil * (LIMIT // len(evil)) + end))
    assert time.process_time() - start < 6, "quadratic work on this would take minutes"


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs")), min_size=1))
def test_text_never_becomes_a_mark_in_markdown(text: str) -> None:
    text = " ".join(clean_text(text).split())
    assume(text)
    before = Article(blocks=(Block(kind=BlockKind.PARAGRAPH, spans=(Span(text),)),))
    after = markdown_to_article(to_markdown(before))
    assert " ".join(after.plain.split()) == before.plain
    assert not after.links
    assert all(
        block.kind is BlockKind.PARAGRAPH and not block.depth and not block.quote for block in after.blocks
    )
    assert not any(s.strong or s.em or s.code or s.strike for block in after.blocks for s in block.spans)


SPAN = st.builds(
    Span,
    st.text("ab *_`~[]()<>&#-.1!|\\é", min_size=1),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=300)
@given(st.lists(SPAN, min_size=1, max_size=6))
def test_styled_text_keeps_its_words_through_markdown(spans: list[Span]) -> None:
    html = "".join(
        f"{'<b>' * s.strong}{'<i>' * s.em}{'<code>' * s.code}{'<s>' * s.strike}"
        f"{s.text.replace('&', '&amp;').replace('<', '&lt;')}"
        f"{'</s>' * s.strike}{'</code>' * s.code}{'</i>' * s.em}{'</b>' * s.strong}"
        for s in spans
    )
    before = read_html(f"<p>{html}</p>")
    after = markdown_to_article(to_markdown(before))
    assert after.plain.split() == before.plain.split()


def test_a_kept_post_reads_the_same_from_its_markdown() -> None:
    article = read_html(
        "<h1>Title</h1><p>Some <b>strong</b>, <em>soft</em> and <s>gone</s> words, <code>a`b</code>,"
        ' <a href="https://a.example/x(1)?a=1&amp;lt=2">a <b>link</b></a>.<br>Second line</p>'
        "<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul>"
        "<blockquote><p>said</p><ul><li>in it</li></ul></blockquote>"
        "<pre>```\ncode\n```</pre><hr><table><tr><th>a|b</th><th>c</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    again = markdown_to_article(to_markdown(article))
    assert again.blocks == article.blocks
    assert again.links == article.links
