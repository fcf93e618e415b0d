from itertools import count

from bot.lanes import Lanes


def drained(lanes: Lanes[int]) -> list[int]:
    """Take all that there is, each as soon as the one before it is done."""
    found = []
    while (taken := lanes.take()) is not None:
        lane, item = taken
        found.append(item)
        lanes.free(lane)
    return found


def test_a_lane_of_ten_thousand_holds_the_others_for_one_turn_each() -> None:
    lanes: Lanes[int] = Lanes()
    for number in range(10_000):
        lanes.add("long", number)
    lanes.add("short", -1)
    lanes.add("short", -2)
    assert drained(lanes)[:5] == [0, -1, 1, -2, 2]


def test_the_order_inside_a_lane_stays() -> None:
    lanes: Lanes[int] = Lanes()
    numbers = count()
    for lane in "abcab":
        lanes.add(lane, next(numbers))
    assert drained(lanes) == [0, 1, 2, 3, 4]


def test_one_at_a_time_is_taken_of_a_lane() -> None:
    lanes: Lanes[int] = Lanes()
    lanes.add("a", 1)
    lanes.add("a", 2)
    assert lanes.take() == ("a", 1)
    assert lanes.take() is None
    lanes.add("a", 3)  # to a lane that is busy
    assert lanes.take() is None
    lanes.free("a")
    assert drained(lanes) == [2, 3]
    assert len(lanes) == 0


def test_what_waits_is_counted_and_can_be_forgotten() -> None:
    lanes: Lanes[int] = Lanes()
    for number in range(3):
        lanes.add(number % 2, number)
    assert len(lanes) == 3
    lanes.take()
    assert len(lanes) == 2
    lanes.clear()
    assert len(lanes) == 0
    assert lanes.take() is None
