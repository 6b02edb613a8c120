"""Over https with our own authority: tills, and the bus over secure websockets."""

import base64
import hashlib
import ssl
import urllib.request

import pytest
import served
from backoffice import BackOffice
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from people import launch
from playwright.sync_api import expect
from till import Till
from tools.stack import server, tls

pytestmark = pytest.mark.e2e

SKU = "CJ-1028816"
BARCODE = "SELECT barcode FROM product_product WHERE default_code = '{sku}'"
HAS_WORKER = "navigator.serviceWorker.getRegistrations().then((found) => found.length)"
BEHIND_PROXY = (
    "--proxy-mode",
    "--http-interface",
    "127.0.0.1",
    "--max-cron-threads",
    "0",
)


@pytest.fixture(scope="module")
def secure(site, tmp_path_factory):
    """The main shop's database behind our nginx, with certificates of its own."""
    patch = pytest.MonkeyPatch()
    patch.setattr(tls, "HOME", tmp_path_factory.mktemp("tls"))
    port = server.free_port()
    with served.serve(site.database, *BEHIND_PROXY) as (inner, log):
        tls.start(port, inner)
        yield served.Served(site.database, f"https://localhost:{port}", log)
        tls.stop()
    patch.undo()


@pytest.fixture(scope="module")
def trusting(playwright, secure):
    """A Chromium that trusts this server's key and no other unknown one."""
    certificate = x509.load_pem_x509_certificate((tls.HOME / "server.crt").read_bytes())
    key = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    chromium = launch(playwright, f"--ignore-certificate-errors-spki-list={pin}")
    yield chromium
    chromium.close()


def test_authority_vouches_for_the_server(secure):
    context = ssl.create_default_context(cafile=str(tls.authority()))
    with urllib.request.urlopen(f"{secure.url}/web/health", context=context) as reply:
        assert reply.status == 200


def test_without_the_authority_nobody_connects(secure):
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{secure.url}/web/health")


def test_till_and_live_stock_over_https(people_of, secure, trusting):
    people = people_of(secure.url, trusting)
    barcode = secure.sql(BARCODE.format(sku=SKU))
    manager = BackOffice(people.login("manager"), secure.url)
    manager.open_app("Retail")
    manager.open_section("Live Stock")
    manager.filter_by(barcode)
    expect(manager.rows()).to_have_count(1)
    before = float(manager.cell("qty_available").inner_text())

    till = Till(people.login("cashier"))
    till.open(secure.url)
    assert till.page.evaluate("isSecureContext")
    worker = (
        "() => navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    )
    till.page.wait_for_function(worker)
    till.sell_for_cash(barcode)
    # There is no way other than the websocket by which this screen could know.
    expect(manager.cell("qty_available")).to_have_text(f"{before - 1:.2f}")
    assert till.page.url.startswith("https://")
