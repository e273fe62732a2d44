"""Fetching from the screen: what is due, and everything when one asks for it."""

from learnlog.model.person import Channel
from learnlog.settings import Settings
from learnlog.workspace import Workspace
from tests.reading.feeds import item, rss
from tests.servers import Reply, Server
from tests.tui.desk import opened, sees


async def test_r_asks_what_is_due_and_ctrl_n_asks_all(workspace: Workspace) -> None:
    with Server() as server:
        key = server.add("/feed", Reply(body=rss()))
        settings = Settings(hosts=(server.host,))
        reader = Workspace(workspace.paths, settings, workspace.clock)
        reader.people.add("Ana Vos", [Channel(kind="feed", key=key)])
        async with opened(reader) as pilot:
            await pilot.press("r")
            await sees(pilot, "1 new post from 1 channel.")
            await pilot.press("r")
            await sees(pilot, "No channel is due; each is asked at its own pace")
            assert len(server.log) == 1
            server.add("/feed", Reply(body=rss([item("three"), item("two"), item()])))
            await pilot.press("ctrl+n")
            await sees(pilot, "2 new posts from 1 channel.")
            assert len(server.log) == 2
            server.add(
                "/feed",
                Reply(
                    body=rss(
                        [
                            item("three"),
                            item("two"),
                            item(more="<author>ana</author>").replace("Words", "Ideas"),
                        ]
                    )
                ),
            )
            await pilot.press("ctrl+n")
            await sees(pilot, "0 new posts, 1 edited, from 1 channel.")
            server.add("/feed", Reply(status=410))
            await pilot.press("ctrl+n")
            await sees(pilot, "Not asked any more: Ana Vos, gone for good; B on their page asks again.")
        reader.close()
