"""The door for foreign text: what is let through at once is what the whole cleaning would leave as it is."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from learnlog.model import safe
from learnlog.model.safe import Clean, clean_line, clean_text, is_clean, stays_clean

ODD = [
    "\x1b[31m",
    "\x9b1m",
    "\u200b",
    "\u202e",
    "\u2028",
    "\x85",
    "\r\n",
    "\ud800",
    "\U000e0041",
    "\ufeff",
    "\u2066",
    "\u206a",
    "\ufffe",
    "\u0301" * 8,
    "\u0e47",
]
TEXTS = st.lists(
    st.sampled_from([*ODD, " ", "  ", "\n", "\t", "é", "“", "日本", "\u200d", "\xa0"]) | st.text(max_size=4)
)


def cleaned_in_full(text: str) -> str:
    """Return `text` cleaned without the quick look."""
    text = safe._BREAKS.sub("\n", text)
    if safe._STARTS.search(text):
        text = safe._SEQUENCE.sub("", text)
    text = safe._SURROGATE.sub("\ufffd", safe._FORBIDDEN.sub("", text))
    return safe.heaps().sub(lambda found: found[0][: safe.MOST_MARKS], text)


@given(TEXTS.map("".join))
def test_the_quick_look_lets_nothing_through(text: str) -> None:
    assert clean_text(text) == cleaned_in_full(text)
    assert is_clean(text) == (cleaned_in_full(text) == text)
    assert clean_line(text, 20) == _line(text, 20)


@given(TEXTS.map("".join), TEXTS.map("".join))
def test_what_stays_clean_does_so_whatever_is_taken_out(before: str, after: str) -> None:
    text = before + "<odd>" + after
    if stays_clean(text.encode("utf-8", "surrogatepass")):
        assert is_clean(text)
        assert is_clean(before + after)


def test_what_went_through_the_door_is_not_looked_through_again_but_its_parts_are() -> None:
    text = Clean("a\x07b")  # it could not be that; this only shows that nobody looks
    assert clean_text(text) is text
    assert clean_text(text[:]) == clean_text(f"{text}") == clean_text(text + "") == "ab"


def _line(text: str, limit: int) -> str:
    line = " ".join(cleaned_in_full(text[: limit * 4]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def test_every_character_is_judged_alike() -> None:
    for number in [*range(0x3100), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10010), *range(0xDFFF0, 0xE1010)]:
        text = f"a{chr(number)}b"
        assert is_clean(text) == (cleaned_in_full(text) == text), unicodedata.name(chr(number), hex(number))


def test_a_heap_of_marks_is_cut_and_what_languages_need_stays() -> None:
    assert clean_text("Z" + "\u0301\u0489" * 200 + "ed") == "Z" + "\u0301\u0489" * 4 + "ed"
    assert clean_text("\u0e01" + "\u0e47" * 500) == "\u0e01" + "\u0e47" * 8
    for words in (
        "Vie\u0323\u0302t Nam",
        "ת\u05bc\u05b9\u0596ורה",
        "བསྒྲུབས",
        "क्ष्म्य",
        "الرَّحْمَٰنِ",
        "👨\u200d👩\u200d👧❤\ufe0f",
    ):
        assert clean_text(words) == words
