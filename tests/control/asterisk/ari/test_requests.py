import orjson
import pytest

from rexian.control.asterisk.ari.errors import AriConflict, AriError, AriNotFound, AriRefused
from rexian.control.asterisk.ari.requests import AriRequest, answer_of

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("uri", "verb"),
    [
        ("channels", "GET channels"),
        ("channels/node1-17", "GET channels/*"),
        ("channels/node1-17/play", "GET channels/*/play"),
        ("channels/node1-17/play/node1-p", "GET channels/*/play/*"),
        ("channels/node1-17/snoop/node1-s", "GET channels/*/snoop/*"),
        ("bridges/node1-b/addChannel", "GET bridges/*/addChannel"),
        ("recordings/live/node1-r/stop", "GET recordings/live/*/stop"),
        ("recordings/stored/node1-r", "GET recordings/stored/*"),
        ("applications/rexian/eventFilter", "GET applications/*/eventFilter"),
        ("asterisk/ping", "GET asterisk/ping"),
        ("asterisk/config/dynamic/res_pjsip/endpoint/agent-1", "GET asterisk/config"),
        ("endpoints/PJSIP", "GET endpoints/*"),
    ],
)
def test_a_verb_holds_no_id(uri: str, verb: str) -> None:
    assert AriRequest("GET", uri, {}, None).verb == verb


def test_a_frame_carries_query_and_body() -> None:
    frame = orjson.loads(AriRequest("POST", "channels", {"app": "rexian"}, {"variables": {"A": "张"}}).frame("7"))
    assert frame["query_strings"] == [{"name": "app", "value": "rexian"}]
    assert orjson.loads(frame["message_body"]) == {"variables": {"A": "张"}}
    assert (frame["type"], frame["request_id"], frame["method"], frame["uri"]) == (
        "RESTRequest",
        "7",
        "POST",
        "channels",
    )


@pytest.mark.parametrize(
    ("status", "error"), [(404, AriNotFound), (409, AriConflict), (500, AriRefused), (422, AriRefused)]
)
def test_a_status_becomes_its_error_and_the_text_stays_out_of_it(status: int, error: type[AriError]) -> None:
    with pytest.raises(error) as caught:
        answer_of(status, b'{"error": "No such number 13900000000"}', "POST channels")
    assert "139" in caught.value.explanation
    assert "139" not in f"{caught.value} {caught.value.details}"


@pytest.mark.parametrize("status", [200, 404])
def test_a_page_in_the_place_of_json_is_refused(status: int) -> None:
    with pytest.raises(AriRefused):
        answer_of(status, b"<html>404</html>", "GET asterisk/ping")


def test_no_body_is_no_value() -> None:
    assert answer_of(204, None, "POST x") is None
    assert answer_of(204, b"", "POST x") is None
