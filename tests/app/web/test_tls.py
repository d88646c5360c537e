"""With a certificate: any address is served, and the cookie is for secure connections only."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.app.web.conftest import PAGE, PASSWORDS, sign_in

from rexian.app.processes import web
from rexian.app.settings import Settings
from rexian.kit.tasks import TaskKeeper
from rexian.kit.waiting import until

pytestmark = pytest.mark.parts


async def test_over_tls_another_name_is_served_with_a_secure_cookie(settings: Settings, tmp_path: Path) -> None:
    certificate, key = _self_signed(tmp_path)
    settings = settings.model_copy(update={"tls_cert": certificate, "tls_key": key})
    keeper = TaskKeeper()
    keeper.start(web.run(settings), "web process")
    trust = ssl.create_default_context(cafile=str(certificate))
    headers = {**PAGE, "Host": "centre.example", "Origin": "https://centre.example"}
    try:
        async with httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{settings.http_port}",
            headers=headers,
            verify=trust,
            trust_env=False,
            timeout=20,
        ) as browser:
            await until(lambda: _is_up(browser), deadline_seconds=20, what="web over TLS")
            answer = await sign_in(browser, "8001", PASSWORDS["8001"])
            plain_origin = await browser.delete("/api/session", headers={"Origin": "http://centre.example"})
    finally:
        await keeper.close()

    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 200
    assert cookie.startswith("__Host-rexian_session=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert "Domain" not in cookie
    assert "max-age" in answer.headers["strict-transport-security"]
    assert plain_origin.json()["code"] == "foreign_origin"


async def _is_up(browser: httpx.AsyncClient) -> bool:
    try:
        return (await browser.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


def _self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "cert.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file
