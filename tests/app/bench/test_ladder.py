"""Which rate is tried next, and which one counts."""

import pytest

from rexian.app.bench.ladder import Climb, Search, grid_index, grid_rate, middle, rising_clean_rate

pytestmark = pytest.mark.pure


def run_search(limit: float, highest: float = 100.0) -> tuple[list[float], float]:
    search, tried = Search(highest), []
    while (rate := search.next_rate()) is not None:
        tried.append(rate)
        search.tried(rate, clean=rate <= limit)
    return tried, search.clean_rate


def run_climb(start: float, limit: float, highest: float = 100.0) -> tuple[list[float], float]:
    climb, tried = Climb(start, highest), []
    while (rate := climb.next_rate()) is not None:
        tried.append(rate)
        climb.tried(clean=rate <= limit)
    return tried, climb.clean_rate


def test_the_search_doubles_and_then_looks_once_between() -> None:
    assert run_search(30) == ([10.0, 20.0, 40.0, 28.3], 28.3)
    assert run_search(25) == ([10.0, 20.0, 40.0, 28.3], 20.0)


def test_the_search_goes_down_where_its_start_is_too_much() -> None:
    tried, clean = run_search(3)
    assert tried[:3] == [10.0, 5.0, 2.5]
    assert clean == 2.5
    assert run_search(0)[1] == 0.0


def test_the_search_stops_at_what_the_agents_can_take() -> None:
    assert run_search(1000, highest=50) == ([10.0, 20.0, 40.0], 40.0)


def test_steps_of_the_grid_are_ten_percent_apart() -> None:
    assert grid_rate(0) == 5.0
    assert all(grid_rate(place + 1) / grid_rate(place) == pytest.approx(1.1, rel=6e-3) for place in range(-10, 35))


@pytest.mark.parametrize("place", range(-12, 35))
def test_a_rate_of_the_grid_is_found_again(place: int) -> None:
    assert grid_index(grid_rate(place)) == place


def test_a_round_climbs_until_a_step_is_not_clean() -> None:
    tried, clean = run_climb(20.0, 24.0)
    assert tried == [18.99, 20.89, 22.97, 25.27]
    assert clean == 22.97


def test_a_round_whose_first_step_fails_goes_down_until_one_is_clean() -> None:
    tried, clean = run_climb(20.0, 16.0)
    assert tried == [18.99, 17.26, 15.69]
    assert clean == 15.69


def test_a_round_ends_where_nothing_is_clean_or_all_is() -> None:
    assert run_climb(1.0, 0.0)[1] == 0.0
    tried, clean = run_climb(40.0, 1000.0, highest=50.0)
    assert clean == tried[-1] <= 50.0


def test_given_steps_count_up_to_the_first_that_was_not_clean() -> None:
    assert rising_clean_rate([(10, True), (11, True), (12, False), (13, True)]) == 11
    assert rising_clean_rate([(10, False), (11, True)]) == 0.0


def test_the_middle_of_the_rounds() -> None:
    assert middle([20.9, 17.3, 19.0]) == 19.0
    assert middle([20.0, 18.0]) == 18.0
    assert middle([]) == 0.0
