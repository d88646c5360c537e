from datetime import UTC, datetime
from pathlib import Path

import pytest

from rexian.control.asterisk.server.call_log import CallLogEvent, CallLogRecord, read_call_log

pytestmark = pytest.mark.parts

START = '"CHAN_START","1795414311.752338","PJSIP/trunk-00000000","n1-1.0","n1-1.0",""\n'
LEFT = (
    '"BRIDGE_EXIT","1795414317.760449","PJSIP/trunk-00000000","n1-1.0","n1-1.0",'
    '"{""bridge_id"":""n1-b1"",""bridge_technology"":""simple_bridge""}"\n'
)
HUNG_UP = (
    '"HANGUP","1795414317.776627","PJSIP/trunk-00000000","n1-1.0","n1-1.0",'
    '"{""hangupcause"":16,""hangupsource"":""PJSIP/trunk-00000000"",""dialstatus"":""""}"\n'
)


def test_lines_become_records(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(START + LEFT + HUNG_UP)
    page = read_call_log(file)
    assert (page.next_offset, page.skipped) == (file.stat().st_size, 0)
    name, at = "PJSIP/trunk-00000000", datetime(2026, 11, 23, 6, 11, 51, 752338, UTC)
    assert page.records[0] == CallLogRecord(
        CallLogEvent.CHANNEL_STARTED, at, name, "n1-1.0", "n1-1.0", None, None, None
    )
    assert (page.records[1].bridge_id, page.records[1].cause) == ("n1-b1", None)
    assert (page.records[2].cause, page.records[2].hung_up_by) == (16, name)


def test_reading_goes_on_where_it_ended_and_leaves_an_unfinished_line(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(START + LEFT[:40])
    first = read_call_log(file)
    assert (len(first.records), first.next_offset) == (1, len(START))
    assert read_call_log(file, first.next_offset).records == ()
    file.write_text(START + LEFT + HUNG_UP)
    events = [record.event for record in read_call_log(file, first.next_offset).records]
    assert events == [CallLogEvent.BRIDGE_LEFT, CallLogEvent.HUNG_UP]


def test_a_file_begun_anew_is_read_from_its_start(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(HUNG_UP)
    page = read_call_log(file, 100_000)
    assert (len(page.records), page.next_offset) == (1, len(HUNG_UP))


@pytest.mark.parametrize(
    "damaged", ["half a line\n", '"LINKEDID_END","1.0","a","b","c",""\n', '"HANGUP","x","a","b","c",""\n']
)
def test_a_damaged_line_is_counted_and_hides_no_other(tmp_path: Path, damaged: str) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(START + damaged + HUNG_UP)
    page = read_call_log(file)
    assert ([record.event.name for record in page.records], page.skipped) == (["CHANNEL_STARTED", "HUNG_UP"], 1)


def test_no_file_is_no_record(tmp_path: Path) -> None:
    assert read_call_log(tmp_path / "none.csv", 10).records == ()
