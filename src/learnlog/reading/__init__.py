"""Reading: whom I follow, how their words arrive, and what I do with them.

Each folder knows only those named above it:

- `web`: the guarded client that asks servers, and nothing of what their answers mean.
- `sources`: one module a kind of channel (feeds, Mastodon, Bluesky): bytes in, posts out.
- `people`: the cards of those I follow, and one person's many channels.
- `sorting`: my views, rules and themes for posts, and themes that are suggested.
- `fetching`: asking all channels when they are due, storing what comes; reading posts whole.
- `river`: the posts as I read them, the threads around them, and posts that tell the same story.
- `keeping`: posts that move into the vault, and old ones that go.
- `following`: from an address or a list to people I follow, and what else is proven to be theirs.
- `people_search`: searching the networks for people who know.

`desk` builds each part when it is first used.
"""
