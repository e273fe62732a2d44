"""Names of files that every system takes."""

import pytest

from learnlog.model.ids import slugify


@pytest.mark.parametrize("name", ["con", "NUL", "Aux.", "prn:", "COM1", "lpt9", "com¹", " Con ", "com0"])
def test_no_file_is_called_as_a_device_of_windows_is(name: str) -> None:
    slug = slugify(name)
    assert slug.endswith("-x")
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Control", "control"), ("con man", "con-man"), ("COM", "com"), ("com10", "com10"), ("…", "untitled")],
)
def test_other_names_stay_as_they_are(name: str, slug: str) -> None:
    assert slugify(name) == slug
