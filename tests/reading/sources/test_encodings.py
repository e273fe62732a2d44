"""Feeds in every encoding, named rightly, wrongly or not at all."""

import pytest

from tests.reading.dialects import NUMBERS, XML, read, rss


def named(encoding: str, text: str) -> str:
    return text.replace('encoding="utf-8"', f'encoding="{encoding}"' if encoding else "")


ENCODED = {
    # what it is, what it names, what is in it instead of é, whether that is as it should be
    "UTF-16 without a mark": ("utf-16-le", "utf-16", "é", True),
    "UTF-16, the other way round": ("utf-16-be", "utf-16", "日", True),
    "UTF-16 that says nothing": ("utf-16-le", "", "日", True),
    "UTF-16 that says UTF-8": ("utf-16", "utf-8", "é", False),
    "UTF-8 that says UTF-16": ("utf-8", "utf-16", "é", False),
    "UTF-8 that says Latin-1": ("utf-8", "iso-8859-1", "é ☕", False),
    "UTF-8 that says IBM": ("utf-8", "ebcdic-cp-us", "é", False),
    "UTF-8 that says Klingon": ("utf-8", "klingon", "é", False),
    "Latin-1 that says UTF-8": ("cp1252", "utf-8", "é", False),
    "Latin-1 that says nothing": ("cp1252", "", "é", False),
    "Latin-1 with quotes of Windows": ("cp1252", "iso-8859-1", "“é”", True),
    "UTF-32": ("utf-32-be", "utf-32", "日", True),
    "EBCDIC": ("cp037", "ebcdic-cp-us", "é", True),
    "EBCDIC of others": ("cp500", "ibm500", "é", True),
    "EBCDIC that says UTF-8": ("cp037", "utf-8", "é", False),
    "Russian": ("koi8-r", "koi8-r", "я", True),
    "Japanese": ("shift_jis", "Shift_JIS", "日本", True),
    "Chinese": ("gb18030", "gb2312", "中文", True),
}


@pytest.mark.parametrize("case", ENCODED)
@pytest.mark.parametrize("dialect", XML)
def test_every_encoding_named_rightly_or_wrongly(dialect: str, case: str) -> None:
    encoding, names, word, is_right = ENCODED[case]
    text = XML[dialect].replace("é", word)
    feed = read(named(names, text).encode(encoding))
    assert [post.title for post in feed.posts] == [f"Post {n} {word}" for n in NUMBERS]
    assert bool(feed.warning) != is_right


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Сегодня мы говорим о том, кто отвечает за данные", "cp1251"),
        ("Сегодня мы говорим о том, кто отвечает за данные", "koi8-r"),
        ("Σήμερα μιλάμε για το ποιος είναι υπεύθυνος", "cp1253"),
        ("今日はデータ契約について話します。管理は難しい。", "euc-jp"),
        ("今日はデータ契約について話します。管理は難しい。", "shift_jis"),
        ("今天我们讨论数据合同以及谁对它们负责", "gb18030"),
        ("오늘은 데이터 계약과 누가 책임지는지 이야기합니다", "euc-kr"),
        ("Le café déjà fermé, où l’été s’achève à Besançon", "cp1252"),
        ("Über die Größe der Änderungen, später", "cp1252"),
    ],
)
def test_an_encoding_that_nobody_names_is_told_by_its_bytes(words: str, encoding: str) -> None:
    text = named("", rss()).replace("é", "").replace("Words", words)
    feed = read(text.encode(encoding))
    assert {words in post.plain for post in feed.posts} == {True}
    assert "encoding" in feed.warning


STRAY = {
    "Latin-1 pasted in": (b"Caf\xe9 \x93ol\xe9\x94", "Café “olé”"),
    "half a surrogate": (b"Caf\xed\xa0\xbde", "Caf\ufffde"),
    "NUL in two bytes": (b"Ca\xc0\x80fe", "Ca\ufffdfe"),
    "a letter cut in two": (b"Caf\xc3", "CafÃ"),
}


@pytest.mark.parametrize("case", STRAY)
def test_bytes_astray_in_utf_8_spoil_nothing_else(case: str) -> None:
    stray, shown = STRAY[case]
    feed = read(rss().encode().replace(b"Words", stray))
    assert [post.plain for post in feed.posts] == [f"{shown} {n} & more" for n in NUMBERS]
    assert [post.title for post in feed.posts] == [f"Post {n} é" for n in NUMBERS]
    assert "encoding" in feed.warning
