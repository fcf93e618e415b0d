import asyncio

from bot.turns import Turns


async def test_the_same_name_takes_turns_in_order_and_others_do_not_wait() -> None:
    turns, seen = Turns(), []

    async def take(name: str, number: int) -> None:
        async with turns.of(name):
            await asyncio.sleep(0.05)
            seen.append((name, number))

    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(take(name, number) for number in range(3) for name in "ab"))
    assert [number for name, number in seen if name == "a"] == [0, 1, 2]
    assert asyncio.get_running_loop().time() - began < 0.25
    assert not turns._locks
