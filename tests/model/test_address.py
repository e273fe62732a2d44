"""Which addresses are of one page."""

import pytest

from learnlog.model.address import bare, host_of, place_in_page, same_page

REGISTRY = "https://anavos.example/2026/registry"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.anavos.example/2026/registry/",
        "https://anavos.example/2026/registry?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://anavos.example/2026/registry#comments",
        "https://anavos.example:443/2026/registry/index.html",
        "https://anavos.example/2026/registry/amp/",
        "https://amp.anavos.example/2026/registry",
        "https://anavos.example/2026/registry?amp=1",
        "https://www.google.com/amp/s/anavos.example/2026/registry",
        "https://anavos-example.cdn.ampproject.org/c/s/anavos.example/2026/registry",
        "https://ANAVOS.example/2026/%72egistry",
    ],
)
def test_the_same_page_however_it_is_written(other: str) -> None:
    assert same_page(other) == same_page(REGISTRY) == "anavos.example/2026/registry"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (REGISTRY, "https://anavos.example/2026/Registry"),
        (REGISTRY, "https://blog.anavos.example/2026/registry"),
        (REGISTRY, "https://anavos.example:8080/2026/registry"),
        ("https://ana.example/?p=12", "https://ana.example/?p=13"),
        ("https://ana.example/amplifier", "https://ana.example/lifier"),
        ("https://ana.example/list?page=2&sort=new", "https://ana.example/list?page=2&sort=old"),
    ],
)
def test_other_pages(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)


@pytest.mark.parametrize(
    "url", ["https://ana.example/", "https://ana.example/?utm_source=x", "mailto:a@b", "http://[::1"]
)
def test_a_front_page_and_what_is_no_page_are_nobodys_story(url: str) -> None:
    assert same_page(url) == ""


def test_values_come_in_any_order_and_a_film_by_its_short_address() -> None:
    assert same_page("https://a.example/x?b=2&a=1") == same_page("https://a.example/x?a=1&b=2")
    assert same_page("https://youtu.be/abc?t=9") == same_page("https://www.youtube.com/watch?v=abc&list=z")


def test_a_part_of_a_page_is_one_that_can_be_written_about() -> None:
    assert place_in_page("https://a.example/log#v2") == "v2"
    assert place_in_page("https://a.example/log#comment-12") == place_in_page("https://a.example/log") == ""


@pytest.mark.parametrize(
    "address",
    ["https://www.Ana.example:8443/a?b#c", "http://ana:secret@ana.example:8443/", "ana.example:8443"],
)
def test_a_host_is_told_without_the_login_that_stands_before_it(address: str) -> None:
    assert host_of(address) == "ana.example:8443"


def test_a_profile_is_the_same_however_its_address_is_written() -> None:
    assert bare(" HTTPS://www.fjord.example/@Ana/?x=1#top") == bare("fjord.example/@ana")
