"""Every number that decides who comes first, in one place; ``docs/finding-experts.md`` explains them."""

from dataclasses import dataclass

YEAR = 365.25 * 86400
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of the ranking. Each was chosen in the middle of a wide range that does as well."""

    keyword: float = 0.7
    """What a keyword or tag counts beside the theme's name, which counts 1."""
    partly: float = 0.7
    """What a name or keyword of several words counts when only some of them are in the post."""
    common: float = 0.05
    """A keyword that stands in a larger share of all posts is left out: it tells nothing and costs most."""

    title: float = 1.0
    text: float = 1.0
    tags: float = 1.0
    """What one time in the title, the text, and among tags and descriptions of pictures counts."""
    saturation: float = 4.0
    """How soon another time adds little (k1 of BM25)."""
    length: float = 0.2
    """How much a long post must say a word more often (b of BM25): 0 not at all, 1 in proportion."""

    own_words: int = 20
    own: float = 0.4
    """How many words of my own entries on the theme help, and their weight together beside the theme's words."""
    feedback_posts: int = 40
    feedback_per_author: int = 2
    related_words: int = 20
    related: float = 0.5
    """From how many of the best posts, and of each author, how many related words are learned, and their weight."""
    related_posts: int = 20_000
    """A related word, or one of mine, that stands in more posts than so many is not looked for: it takes too long."""

    floor: float = 0.1
    below_floor: float = 0.1
    """How close to the best posts a post must come; one below still counts so much of its closeness."""
    old: float = 0.4
    half_life: float = 3.0
    """What a very old post counts, and after how many years half of what lies above that is lost."""
    most_posts: int = 20
    """How many posts of a person count, the best ones."""
    alone: float = 0.5
    """What is taken off a person's best post: one post alone proves little, a second one confirms it."""
    new: float = 0.2
    new_least: int = 2
    new_of_few: float = 0.4
    new_words: int = 4
    """A post is a near-copy when fewer words of it are new beside a better post, the theme's own words aside, than
    that share of its different words; or, of a short one, than the least number or share of its words and one more
    for each word it repeats, but no more than so many."""
    repeats: int = 4
    """Who has more than so many posts on the theme, near-copies among them, for each original is divided by it."""
    volume: float = 0.3
    volume_posts: int = 20
    """The sum is divided by the number of the person's posts, but no more than so many, to this power."""

    called: float = 0.5
    most_called: int = 4
    """What a list, pack or bio that names the theme adds, beside a post as close as the best, and how many do."""

    candidates: int = 3000
    """How many posts are weighed exactly: those with the most and rarest words."""


WEIGHTS = Weights()
"""The weights in use."""
