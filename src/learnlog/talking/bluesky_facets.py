"""Links, mentions and tags in what I write, as Bluesky wants them told: by places in bytes of UTF-8."""

from typing import Any, Protocol


class Names(Protocol):
    """Whoever knows the DID behind a handle."""

    def did_of(self, handle: str) -> str:
        """Return the DID behind a handle, "" when nobody is called so."""
        ...


def facets_of(text: str, names: Names) -> list[dict[str, Any]]:
    """Return the facets of `text`, in its order. A mention of nobody stays plain words."""
    from atproto_client.utils.facet_detection import detect_facets, detect_mentions

    found = [facet.model_dump(exclude_none=True, by_alias=True) for facet in detect_facets(text)]
    known: dict[str, str] = {}
    for mention in detect_mentions(text):
        handle = mention.handle.lower()
        if handle not in known:
            known[handle] = names.did_of(handle)
        if known[handle]:
            found.append(
                {
                    "index": {"byteStart": mention.byte_start, "byteEnd": mention.byte_end},
                    "features": [{"$type": "app.bsky.richtext.facet#mention", "did": known[handle]}],
                }
            )
    return sorted(found, key=lambda facet: facet["index"]["byteStart"])
