"""Blocks on the wall clock: where each begins, how long it is, what is a gap."""

from datetime import UTC, datetime, timedelta

import pytest

from rexian.business.recordings.contracts import Block, Gap
from rexian.business.recordings.errors import RecordingNameRefused
from rexian.business.recordings.rules import lay_out, plain_name

pytestmark = pytest.mark.pure

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def block(number: int, at_seconds: float, expected_seconds: float | None) -> Block:
    tracks = {"citizen": f"c{number}", "agent": f"a{number}"}
    return Block(number, START + timedelta(seconds=at_seconds), tracks, expected_seconds)


def both(number: int, citizen_seconds: float, agent_seconds: float) -> dict[tuple[int, str], int]:
    return {(number, "citizen"): round(citizen_seconds * 8000), (number, "agent"): round(agent_seconds * 8000)}


def test_blocks_begin_at_their_time_and_what_lies_between_belongs_to_none() -> None:
    layout = lay_out([block(2, 30, 5), block(1, 0, 10)], {**both(1, 10, 10), **both(2, 5, 5)})
    assert [(placed.block.number, placed.start_frame, placed.frames) for placed in layout.placed] == [
        (1, 0, 80_000),
        (2, 240_000, 40_000),
    ]
    assert (layout.frames, layout.expected_seconds, layout.captured_seconds, layout.gaps) == (280_000, 15.0, 15.0, ())


def test_a_party_that_is_short_is_reported_above_half_a_second() -> None:
    layout = lay_out([block(1, 0, 10)], both(1, 8.5, 9.5))
    assert layout.gaps == (Gap(1, "citizen", 10, 8.5),)
    assert layout.gaps[0].seconds == 1.5
    assert (layout.frames, layout.captured_seconds) == (80_000, 8.5)


def test_a_track_that_is_missing_is_one_whole_gap() -> None:
    layout = lay_out([block(1, 0, 10)], {(1, "agent"): 80_000})
    assert layout.gaps == (Gap(1, "citizen", 10, 0.0),)


def test_what_was_captured_beyond_the_expected_is_kept_but_never_runs_into_the_next_block() -> None:
    layout = lay_out([block(1, 0, 10), block(2, 10.1, 5)], {**both(1, 10.4, 10), **both(2, 5.2, 5)})
    assert [placed.frames for placed in layout.placed] == [80_800, 41_600]
    assert layout.gaps == ()


def test_a_block_whose_end_was_never_told_is_as_long_as_its_better_track() -> None:
    layout = lay_out([block(1, 0, None)], both(1, 3, 4))
    assert (layout.expected_seconds, layout.gaps) == (4.0, (Gap(1, "citizen", 4.0, 3.0),))


def test_who_joins_for_a_while_is_missing_in_no_other_block() -> None:
    three = Block(2, START + timedelta(seconds=10), {"citizen": "c", "agent": "a", "consultant": "o"}, 5)
    captured = {**both(1, 10, 10), **both(2, 5, 5), (2, "consultant"): 40_000}
    layout = lay_out([block(1, 0, 10), three], captured)
    assert (layout.captured_seconds, layout.gaps) == (15.0, ())
    layout = lay_out([block(1, 0, 10), three], {**captured, (2, "consultant"): 8_000})
    assert (layout.captured_seconds, layout.gaps) == (11.0, (Gap(2, "consultant", 5, 1.0),))


def test_a_side_that_had_no_voice_in_a_block_lacks_nothing() -> None:
    apart = Block(2, START + timedelta(seconds=10), {"citizen": "c", "consultant": "o"}, 5)
    layout = lay_out([block(1, 0, 10), apart], {**both(1, 10, 10), (2, "citizen"): 40_000, (2, "consultant"): 40_000})
    assert (layout.captured_seconds, layout.gaps) == (15.0, ())


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\x00b", "x" * 300])
def test_a_name_that_leads_out_of_its_folder_is_refused(name: str) -> None:
    with pytest.raises(RecordingNameRefused):
        plain_name(name)
