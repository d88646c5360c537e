from dataclasses import replace
from pathlib import Path

import pytest

from rexian.control.asterisk.server.account import Account, check_reachable
from rexian.control.asterisk.server.configuration import configuration_files
from rexian.control.asterisk.server.errors import AsteriskUnusable, FolderUnreachable
from rexian.control.asterisk.server.installation import Installation
from rexian.control.asterisk.server.settings import ServerFolders, ServerSettings
from rexian.control.contracts.trunks import SipTrunk

pytestmark = pytest.mark.parts

INSTALLATION = Installation("22.10.1", ("asterisk",), Path("/opt/modules"), Path("/opt/data"))
SETTINGS = ServerSettings(
    folders=ServerFolders.below(Path("/srv/one")),
    node="node1",
    application="rexian",
    ari_user="rexian",
    ari_password="secret",
    http_port=8088,
    sip_port=5060,
    rtp_first_port=20000,
    rtp_last_port=20999,
)


def lines(settings: ServerSettings, file: str) -> list[str]:
    return configuration_files(settings, INSTALLATION)[file].splitlines()


def test_every_placeholder_is_filled() -> None:
    files = configuration_files(SETTINGS, INSTALLATION)
    assert not [name for name, text in files.items() if "@{" in text]
    assert "astetcdir => /srv/one/etc" in files["asterisk.conf"]


def test_all_listens_on_loopback_unless_told_otherwise() -> None:
    assert "bind = 127.0.0.1:5060" in lines(SETTINGS, "pjsip.conf")
    assert "bindaddr = 127.0.0.1" in lines(SETTINGS, "http.conf")
    opened = replace(SETTINGS, sip_address="0.0.0.0")
    assert "bind = 0.0.0.0:5060" in lines(opened, "pjsip.conf")
    assert not [line for line in lines(opened, "pjsip-trunks.conf") if line.startswith("media_address")]


def test_only_the_trunks_peers_are_known_and_nobody_is_anonymous() -> None:
    trunk = SipTrunk(name="city", peers=("10.0.0.0/24", "10.1.0.1:5070"), contact="10.1.0.1:5070", codecs=("ulaw",))
    text = lines(replace(SETTINGS, trunks=(trunk,)), "pjsip-trunks.conf")
    assert [line for line in text if line.startswith("match")] == ["match = 10.0.0.0/24", "match = 10.1.0.1:5070"]
    assert "contact = sip:10.1.0.1:5070" in text
    assert "allow = ulaw" in text
    assert not [line for line in text if line.startswith("[anonymous")]
    assert not [line for line in lines(SETTINGS, "modules.conf") if "anonymous" in line]


def test_a_module_named_in_sorcery_is_loaded() -> None:
    loads = lines(SETTINGS, "modules.conf")
    for wizard in ("astdb", "config"):
        assert f"load = res_sorcery_{wizard}.so" in loads


@pytest.mark.parametrize("value", ["a\nread_only = no", "a;b", "a]"])
def test_a_value_that_would_leave_its_line_is_refused(value: str) -> None:
    with pytest.raises(AsteriskUnusable, match="ari_password"):
        configuration_files(replace(SETTINGS, ari_password=value), INSTALLATION)


def test_a_folder_that_the_account_cannot_enter_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0o700)
    account = Account("stranger", uid=54321, gid=54321)
    with pytest.raises(FolderUnreachable, match="stranger"):
        check_reachable(closed / "inner", account)
