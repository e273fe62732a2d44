"""Who may ask when: few at once, a pause between two of a host, and nobody waits for those who read."""

import asyncio
from itertools import pairwise
from typing import Any

from learnlog.reading.fetching.turns import AHEAD, Turns
from learnlog.reading.web.answers import Answer


class Slow:
    """A client that notes how many ask at once, and when each began."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.begun: list[tuple[float, str]] = []

    async def get(self, url: str, **_: Any) -> Answer:
        self.now += 1
        self.most = max(self.most, self.now)
        self.begun.append((asyncio.get_running_loop().time(), url))
        await asyncio.sleep(0.02)
        self.now -= 1
        return Answer(status=200, url=url, headers={}, body=b"")

    request = get


async def test_who_reads_an_answer_keeps_nobody_from_asking() -> None:
    turns, client, both = Turns(1, 2, 0.0), Slow(), asyncio.Event()

    async def one(host: str) -> None:
        async with turns.at(host) as turn:
            await turn.lend(client).get(f"https://{host}/")  # type: ignore[arg-type]
            if client.begun[1:]:
                both.set()
            await asyncio.wait_for(both.wait(), 5)  # reading goes on until the other has asked too

    await asyncio.gather(one("a.example"), one("b.example"))
    assert client.most == 1


async def test_no_more_answers_are_in_hand_than_can_be_read_soon() -> None:
    turns, client, most, held = Turns(2, 2, 0.0), Slow(), 0, 0

    async def one(host: str) -> None:
        nonlocal most, held
        async with turns.at(host) as turn:
            held += 1
            most = max(most, held)
            await turn.lend(client).get(f"https://{host}/")  # type: ignore[arg-type]
            await asyncio.sleep(0.05)
            held -= 1

    await asyncio.gather(*(one(f"h{n}.example") for n in range(40)))
    assert client.most == 2
    assert most <= 2 + AHEAD


async def test_answers_that_come_together_are_read_one_after_another_and_others_are_asked_first() -> None:
    turns, said = Turns(4, 2, 0.0), list[str]()

    class Together:
        """A client whose answers all come at the same moment."""

        async def get(self, url: str, **_: Any) -> Answer:
            said.append("asked")
            await asyncio.sleep(0.02)
            return Answer(status=200, url=url, headers={}, body=b"")

    async def one(host: str) -> None:
        async with turns.at(host) as turn:
            await turn.lend(Together()).get(f"https://{host}/")  # type: ignore[arg-type]
            said.append("read")  # without waiting, as what is small is read

    await asyncio.gather(*(one(f"h{n}.example") for n in range(8)))
    assert said.index("read") >= 4
    assert "".join(word[0] for word in said).index("rr") >= 8, "all were asked before the second was read"


async def test_two_of_a_host_begin_with_a_pause_between_however_long_they_waited() -> None:
    turns, client = Turns(1, 2, 0.05), Slow()

    async def one(host: str) -> None:
        async with turns.at(host) as turn:
            lent = turn.lend(client)  # type: ignore[arg-type]
            await lent.get(f"https://{host}/")
            await lent.get(f"https://{host}/again")  # a conversation goes on without a pause

    await asyncio.gather(*(one("a.example") for _ in range(3)))
    firsts = sorted(moment for moment, url in client.begun if url.endswith("/"))
    assert (len(client.begun), len(firsts)) == (6, 3)
    assert all(later - earlier > 0.049 for earlier, later in pairwise(firsts))
