"""Labels on posts, and which of them fold a post until it is asked for."""

from learnlog.reading.sources.bluesky.loose import Table, items, line, table

_MOST = 30
_WARNINGS = {
    "porn": "adult content",
    "sexual": "sexual content",
    "sexual-figurative": "sexual content",
    "nudity": "nudity",
    "nsfl": "graphic media",
    "gore": "graphic media",
    "graphic-media": "graphic media",
    "self-harm": "self-harm",
    "intolerant": "intolerance",
    "threat": "threats",
    "rude": "rudeness",
    "extremist": "extremism",
    "sensitive": "sensitive content",
    "misleading": "said to be misleading",
    "scam": "said to be a scam",
    "!warn": "a warning by moderators",
    "!hide": "hidden by moderators",
}
_SELF = {
    "adult content": "porn",
    "sexual content": "sexual",
    "nudity": "nudity",
    "graphic media": "graphic-media",
}


def labels_of(view: Table, record: Table) -> tuple[str, ...]:
    """Return the labels that stand on a post, its author's own among them, each once."""
    said: dict[str, None] = {}
    for label in items(view, "labels", _MOST):
        if label.get("neg") is not True:
            said.setdefault(line(label, "val", 100))
    for label in items(table(record, "labels"), "values", _MOST):
        said.setdefault(line(label, "val", 100))
    return tuple(label for label in said if label)


def warning_of(labels: tuple[str, ...]) -> str:
    """Return what a person is told before a post with these `labels` is shown; "" when it is just shown."""
    return ", ".join(dict.fromkeys(_WARNINGS[label] for label in labels if label in _WARNINGS))


def self_label(warning: str) -> str:
    """Return the label an author puts on a post for `warning`; "" when Bluesky has none for it."""
    word = " ".join(warning.casefold().split())
    return word if word in _SELF.values() else _SELF.get(word, "")
