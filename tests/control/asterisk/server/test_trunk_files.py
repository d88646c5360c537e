"""The files written from trunks, held against golden files: read a change of them as a change at the carrier's line.

After an intended change: `REXIAN_WRITE_GOLDEN=1 pytest <this file>`, and read the difference.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.control.asterisk.server.lines import E1_LINES, GATEWAY, IMS, INSTALLATION, PRI, SIP_LINES, settings_with

from rexian.control.asterisk.server.configuration import configuration_files, modules_of
from rexian.control.asterisk.server.dahdi import channels_text, system_text
from rexian.control.asterisk.server.entries import entries_text
from rexian.control.asterisk.server.errors import AsteriskUnusable
from rexian.control.asterisk.server.sip_trunks import sip_trunks_text

pytestmark = pytest.mark.parts

GOLDEN = Path(__file__).parent / "golden"
WRITTEN = {
    "pjsip-trunks.conf": sip_trunks_text(settings_with(*SIP_LINES)),
    "extensions-trunks.conf": entries_text((*SIP_LINES, *E1_LINES)),
    "chan_dahdi.conf": channels_text(settings_with(*E1_LINES).dahdi_trunks),
    "dahdi-system.conf": system_text(settings_with(*E1_LINES).dahdi_trunks),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_file_is_the_golden_one(name: str) -> None:
    if os.environ.get("REXIAN_WRITE_GOLDEN"):
        (GOLDEN / name).write_text(WRITTEN[name])
    assert WRITTEN[name] == (GOLDEN / name).read_text()


def test_every_part_is_in_the_instances_files() -> None:
    files = configuration_files(settings_with(*SIP_LINES, *E1_LINES), INSTALLATION)
    assert {name: files[name] for name in WRITTEN} == WRITTEN
    assert "#include pjsip-trunks.conf" in files["pjsip.conf"].splitlines()
    assert "#include extensions-trunks.conf" in files["extensions.conf"].splitlines()


def test_without_an_e1_line_no_driver_is_loaded_and_no_file_written() -> None:
    settings = settings_with(*SIP_LINES)
    files = configuration_files(settings, INSTALLATION)
    assert not {"chan_dahdi.conf", "dahdi-system.conf"} & set(files)
    assert "chan_dahdi" not in modules_of(settings)
    assert "chan_dahdi" in modules_of(settings_with(PRI))


def test_a_trunk_by_tls_names_the_centres_certificate() -> None:
    settings = replace(
        settings_with(*SIP_LINES), tls_certificate=Path("/etc/ssl/centre.pem"), tls_key=Path("/etc/ssl/centre.key")
    )
    lines = sip_trunks_text(settings).splitlines()
    assert {"cert_file = /etc/ssl/centre.pem", "priv_key_file = /etc/ssl/centre.key"} <= set(lines)


@pytest.mark.parametrize("name", ["a]\n[agents", "a;b"])
def test_a_name_that_would_leave_its_line_is_refused(name: str) -> None:
    for line in (replace(IMS, name=name), replace(GATEWAY, peers=(name,)), replace(PRI, name=name)):
        with pytest.raises(AsteriskUnusable):
            configuration_files(settings_with(line), INSTALLATION)


def test_a_password_that_cannot_be_written_is_not_told() -> None:
    assert IMS.registration is not None
    broken = replace(IMS, registration=replace(IMS.registration, password="se;cret"))
    with pytest.raises(AsteriskUnusable, match="password") as raised:
        configuration_files(settings_with(broken), INSTALLATION)
    assert "se;cret" not in str(raised.value)
    assert "line-secret" not in repr(IMS)
