"""Who asks first is asked for first, whatever thread each lives in."""

import asyncio
import threading

import pytest

from learnlog.reading.web.places import Places


async def _queued(places: Places, hosts: list[str], served: list[int]) -> list[asyncio.Task[None]]:
    """Let one after the other ask for a place at its host, and note in `served` who got it."""

    async def ask(number: int, host: str) -> None:
        async with places.at(host):
            served.append(number)

    tasks = []
    for number, host in enumerate(hosts):
        tasks.append(asyncio.create_task(ask(number, host)))
        await asyncio.sleep(0.003)
    return tasks


async def test_places_are_given_in_the_order_in_which_they_were_asked_for() -> None:
    places, served = Places(1, 1), list[int]()
    async with places.at("a.example"):
        tasks = await _queued(places, [f"{n}.example" for n in range(12)], served)
    await asyncio.gather(*tasks)
    assert served == list(range(12))


async def test_who_waits_for_a_busy_host_holds_up_nobody_else() -> None:
    places, served = Places(2, 1), list[int]()
    async with places.at("busy.example"):
        tasks = await _queued(places, ["busy.example", "busy.example", "free.example"], served)
        assert served == [2]
    await asyncio.gather(*tasks)
    assert served == [2, 0, 1]


async def test_who_waits_no_more_keeps_no_place() -> None:
    places, served = Places(1, 1), list[int]()
    async with places.at("a.example"):
        tasks = await _queued(places, ["a.example", "a.example", "a.example"], served)
        tasks[0].cancel()
        await asyncio.wait(tasks[:1])
    tasks[1].cancel()  # it has the place, and does not know it yet
    await asyncio.wait(tasks)
    async with asyncio.timeout(1), places.at("a.example"):
        assert served == [2]


@pytest.mark.parametrize("threads", [8])
def test_clients_of_several_threads_share_the_places(threads: int) -> None:
    places, lock = Places(3, 2), threading.Lock()
    now, most, done = 0, 0, 0

    async def asks() -> None:
        nonlocal now, most, done
        for number in range(20):
            async with places.at(f"{number % 3}.example"):
                with lock:
                    now += 1
                    most = max(most, now)
                await asyncio.sleep(0.001)
                with lock:
                    now -= 1
                    done += 1

    running = [threading.Thread(target=lambda: asyncio.run(asks())) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(30)
    assert (most, done) == (3, threads * 20)
