"""Whose turn it is, where more ask than can be answered."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.query.faults import Busy
from kg.query.turns import Turns


async def served(turns: Turns, clients: str) -> str:
    """In which order clients that wait behind one who is being served get their turn; `!` for those sent away."""
    order: list[str] = []

    async def ask(client: str) -> None:
        try:
            await turns.take(client)
        except Busy:
            order.append(f"{client}!")
            return
        order.append(client)
        turns.give()

    await turns.take("first")
    waiting = []
    for client in clients:
        waiting.append(asyncio.create_task(ask(client)))
        await asyncio.sleep(0)
    turns.give()
    await asyncio.gather(*waiting)
    return " ".join(order)


def order(clients: str, queue: int = 100) -> str:
    return asyncio.run(served(Turns(1, queue, 5.0), clients))


def test_clients_take_turns_whatever_the_number_of_their_questions() -> None:
    assert order("aaaabb") == "a b a b a a"
    assert order("aaabcc") == "a b c a c a"


def test_in_a_full_queue_the_last_question_of_the_client_with_the_most_makes_room() -> None:
    assert order("aaaab", queue=4) == "a! a b a a"
    assert order("ab" * 2 + "b", queue=4) == "b! a b a b"


def test_in_a_full_queue_no_client_makes_room_for_its_own() -> None:
    assert order("aaa", queue=2) == "a! a a"


def test_one_who_waits_too_long_is_sent_away() -> None:
    async def run() -> None:
        turns = Turns(1, 5, 0.05)
        await turns.take("a")
        with pytest.raises(Busy) as caught:
            await turns.take("b")
        assert caught.value.retry_after >= 1
        assert turns.waiting == 0
        turns.give()
        await turns.take("b")

    asyncio.run(run())


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="abc+-", max_size=60))
def test_no_turn_is_lost_or_given_twice(steps: str) -> None:
    """Clients come (a, b, c), leave while they wait (-), and are done (+), in any order."""

    async def run() -> None:
        turns, size = Turns(2, 5, 60.0), 2
        came: list[asyncio.Task[None]] = []
        given_back = 0
        for step in steps:
            if step in "abc":
                work: Coroutine[None, None, None] = turns.take(step)
                came.append(asyncio.create_task(work))
            elif step == "-" and came and not came[-1].done():
                came[-1].cancel()
            elif step == "+" and sum(held(one) for one in came) > given_back:
                given_back += 1
                turns.give()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            at_work = sum(held(one) for one in came) - given_back
            assert 0 <= at_work <= size
            assert turns.waiting == 0 or at_work == size
        for one in came:
            one.cancel()
            with suppress(asyncio.CancelledError, Busy):
                await one

    asyncio.run(run())


def held(task: asyncio.Task[None]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None
