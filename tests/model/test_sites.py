"""Whose site a link leads to: one person's, or a place that many share."""

import pytest

from learnlog.model.sites import site_at


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://anavos.example/2026/registry?x=1#top", "https://anavos.example/"),
        ("http://www.AnaVos.example", "https://anavos.example/"),
        ("https://me:secret@anavos.example/", "https://anavos.example/"),
        ("http://127.0.0.1:8080/post", "https://127.0.0.1:8080/"),
        ("https://ana.github.io/notes/", "https://ana.github.io/"),
        ("https://ana.substack.com/p/x", "https://ana.substack.com/"),
        ("https://medium.com/@ana/a-post-1", "https://medium.com/@ana/"),
        ("https://dev.to/ana/post", "https://dev.to/ana/"),
        ("https://cs.example.edu/~ana/papers", "https://cs.example.edu/~ana/"),
        ("https://sr.ht/~ana/notes", "https://sr.ht/~ana/"),
        ("https://müller.example/", "https://müller.example/"),
    ],
)
def test_a_personal_site_is_its_owners(address: str, site: str) -> None:
    assert site_at(address) == site


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ana/tool",
        "https://www.youtube.com/watch?v=1",
        "https://en.wikipedia.org/wiki/Contract",
        "https://www.nytimes.com/2026/",
        "https://substack.com/home",
        "https://medium.com/some-paper/post",
        "https://cs.example.edu/",
        "https://www.cdc.gov/",
        "https://docs.example.com/start",
        "https://zaal.example/@ana/1",
        "https://zaal.example/tags/retro",
        "https://localhost/",
        "https://exa mple.org/",
        "https://[::1/",
        "mailto:ana@anavos.example",
        "",
    ],
)
def test_a_shared_place_is_nobodys(address: str) -> None:
    assert site_at(address) == ""
