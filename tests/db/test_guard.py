"""What is never connected to: addresses that are none of the public internet, in whatever way they are written."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.harness.dates import day
from scrapers.http.addresses import is_public, names_loopback
from scrapers.http.client import fetch
from scrapers.http.politeness import Manners
from scrapers.http.request import FetchRequest
from scrapers.page import Attempt, Failed, Page
from tests.support.internet import PUBLIC, Internet, internet
from tests.support.site import Answer, Site, serving

__all__ = ["internet"]
AT = day("2026-10-01")
ODD = (
    # Literal addresses as everybody writes them: this machine, networks at home, clouds, carriers.
    *("http://127.0.0.1:{port}/page", "http://127.9.9.9:{port}/page", "http://0.0.0.0:{port}/page"),
    *("http://10.0.0.1/page", "http://172.16.0.1/page", "http://172.31.255.255/page", "http://192.168.1.1/page"),
    *("http://169.254.169.254/page", "http://100.64.0.1/page", "http://100.127.255.255/page", "http://0.1.2.3/page"),
    *("http://192.0.0.8/page", "http://192.0.2.1/page", "http://198.18.0.1/page", "http://198.51.100.1/page"),
    *("http://203.0.113.1/page", "http://192.88.99.1/page", "http://224.0.0.1/page", "http://240.0.0.1/page"),
    *("http://255.255.255.255/page", "http://[::1]:{port}/page", "http://[::]:{port}/page", "http://[fe80::1]/page"),
    *("http://[fc00::1]/page", "http://[fd12:3456::1]/page", "http://[fec0::1]/page", "http://[ff02::1]/page"),
    # IPv4 within IPv6: mapped, compatible, NAT64, 6to4, Teredo.
    *("http://[::ffff:127.0.0.1]:{port}/page", "http://[::ffff:7f00:1]:{port}/page", "http://[::ffff:10.0.0.1]/page"),
    *("http://[::127.0.0.1]:{port}/page", "http://[::7f00:1]:{port}/page", "http://[64:ff9b::7f00:1]/page"),
    *("http://[64:ff9b::127.0.0.1]/page", "http://[64:ff9b:1::7f00:1]/page", "http://[2002:7f00:1::]/page"),
    *("http://[2002:a00:1::1]/page", "http://[2001:0:7f00:1::]/page", "http://[2001:db8::1]/page"),
    *("http://[2001:2::1]/page", "http://[2001:10::1]/page", "http://[3fff::1]/page", "http://[100::1]/page"),
    *("http://[0:0:0:0:0:0:0:1]:{port}/page", "http://[0000::0001]:{port}/page", "http://[5f00::1]/page"),
    # Odd literals, which the system's resolver reads as addresses.
    *("http://0x7f.1:{port}/page", "http://0x7f000001:{port}/page", "http://2130706433:{port}/page"),
    *(
        "http://0177.0.0.1:{port}/page",
        "http://127.1:{port}/page",
        "http://127.0.1:{port}/page",
        "http://0:{port}/page",
    ),
    *("http://017700000001:{port}/page", "http://0X7F.0.0.1:{port}/page", "http://127.0.0.0x1:{port}/page"),
    *("http://127.0.0.01:{port}/page", "http://127.0.0.1.:{port}/page", "http://127.0.0.1..:{port}/page"),
    *("http://0300.0250.1.1/page", "http://3232235777/page", "http://1.2.3.4.5/page", "http://256.0.0.1/page"),
    *("http://１２７.０.０.１:{port}/page", "http://①②⑦.⓪.⓪.①:{port}/page", "http://127。0。0。1:{port}/page"),
    *("http://%31%32%37.0.0.1:{port}/page", "http://127.0.0.1%2f@example.org/page", "http://127%2e0.0.1:{port}/page"),
    # Names of this machine and of the local network.
    *("http://localhost:{port}/page", "http://LOCALHOST:{port}/page", "http://localhost.:{port}/page"),
    *("http://LocalHost:{port}/page", "http://x.localhost:{port}/page", "http://intranet/page"),
    *("http://ｌocalhost:{port}/page", "http://local%68ost:{port}/page"),
    # Credentials, zones, brackets, ports, and what parsers disagree about.
    *("http://a@127.0.0.1:{port}/page", "http://a:b@127.0.0.1:{port}/page", "http://example.org@127.0.0.1:{port}/"),
    *("http://[fe80::1%25eth0]/page", "http://[fe80::1%eth0]/page", "http://[::1%25lo]:{port}/page"),
    *("http://[::1/page", "http://::1/page", "http://[127.0.0.1]:{port}/page", "http://[v1.x]/page"),
    *("http://127.0.0.1:0/page", "http://127.0.0.1:-1/page", "http://127.0.0.1:99999/page", "http://127.0.0.1:x/page"),
    *("http://example.org:0/page", "http://example.org:65536/page", "http://example.org:８０/page"),
    *("http://127.0.0.1:{port}\\@example.org/page", "http://example.org\\@127.0.0.1:{port}/page"),
    *("http://127.0.0.1\t:{port}/page", "http://127.0.0.1:{port}\x00.example.org/page", "http://127.0.0.1 .org/page"),
    *("http:///127.0.0.1/page", "http:127.0.0.1/page", "http://", "http://:{port}/page", "http://-x.example/page"),
    *("http://example..org/page", "http://.example.org/page", f"http://{'a' * 64}.example.org/page"),
    # Other schemes.
    *("file:///etc/passwd", "ftp://127.0.0.1:{port}/page", "gopher://127.0.0.1:{port}/_x", "data:text/plain,x"),
    *("ws://127.0.0.1:{port}/page", "javascript:1", "jar:http://127.0.0.1:{port}/page", "unix:///run/x.sock"),
)
RELATIVE = ("http:127.0.0.1/page", "http:///127.0.0.1/page", "http://")
"""Of a redirect these are read as places on the site itself."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Site]:
    """A server at home that must never be asked."""
    with serving(page=[Answer(200, b"at home")]) as site:
        yield site


def form(text: str, listener: Site) -> str:
    return text.replace("{port}", listener.url.rpartition(":")[2])


def hasty(**more: bool | tuple[str, ...]) -> Manners:
    return Manners(retries=0, pause_seconds=0, **more)  # pyright: ignore[reportArgumentType]


def failure(found: Attempt) -> str:
    assert isinstance(found, Failed), found
    return found.reason


def test_there_are_many_ways_to_write_an_address() -> None:
    assert len(ODD) == len(set(ODD)) >= 100


@pytest.mark.parametrize("text", ODD)
def test_what_is_none_of_the_public_internet_is_refused_without_a_socket(
    text: str, listener: Site, internet: Internet
) -> None:
    failure(fetch(FetchRequest("s", form(text, listener), AT, hasty())))
    assert (internet.resolved, internet.connected, listener.asked) == ([], [], [])


@pytest.mark.parametrize("text", [text for text in ODD if text not in RELATIVE])
def test_a_redirect_from_this_machine_does_not_lead_there_either(text: str, listener: Site, internet: Internet) -> None:
    with serving(page=[Answer(302, headers={"Location": _as_header(form(text, listener))})]) as site:
        own = ("127.0.0.1", urlsplit(site.url).port or 0)
        internet.servers[own] = own[1]
        failure(fetch(FetchRequest("s", f"{site.url}/page", AT, hasty(loopback=True))))
    assert ({*internet.connected}, internet.resolved, listener.asked) == ({own}, [], [])


@pytest.mark.parametrize("text", [text for text in ODD if text not in RELATIVE])
def test_a_redirect_from_the_internet_never_leads_home(text: str, listener: Site, internet: Internet) -> None:
    """Not even where loopback may be asked, and redirects may lead there."""
    hosts = ("localhost", "127.0.0.1", "127.9.9.9", "::1", "example.org", "intranet")
    with serving(page=[Answer(302, headers={"Location": _as_header(form(text, listener))})]) as site:
        internet.names["site.example"] = [[PUBLIC]]
        internet.servers[PUBLIC, 80] = urlsplit(site.url).port or 0
        failure(fetch(FetchRequest("s", "http://site.example/page", AT, hasty(loopback=True, redirect_hosts=hosts))))
    assert ({*internet.connected}, {*internet.resolved}) == ({(PUBLIC, 80)}, {"site.example"})
    assert listener.asked == []


def _as_header(text: str) -> str:
    """As a server can send it: the bytes of UTF-8, read as Latin-1."""
    return text.encode().decode("latin-1").replace("\x00", "%00")


ADDRESSES = sorted({urlsplit(text).hostname or "" for text in ODD[:46]} | {"::ffff:0:0", "2001:0:53aa:64c::1"})


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("place", [0, 1])
def test_a_name_that_leads_home_with_any_of_its_addresses_is_refused(
    address: str, place: int, internet: Internet
) -> None:
    answer = [PUBLIC]
    answer.insert(place, address)
    internet.names["site.example"] = [answer]
    reason = failure(fetch(FetchRequest("s", "https://site.example/page", AT, hasty(loopback=True))))
    assert reason == f"site.example leads to {ip_address(address)}, which is none of the public internet"
    assert internet.connected == []


def test_a_name_that_leads_elsewhere_when_it_is_asked_again_is_not_followed(internet: Internet) -> None:
    """The server closes the connection behind robots.txt: the page needs another one."""
    with serving(page=[Answer(200, b"x")]) as site:
        internet.names["site.example"] = [[PUBLIC], ["127.0.0.1"]]
        internet.servers[PUBLIC, 80] = internet.servers["127.0.0.1", 80] = urlsplit(site.url).port or 0
        assert "leads to 127.0.0.1" in failure(fetch(FetchRequest("s", "http://site.example/page", AT, hasty())))
    assert (internet.connected, site.paths()) == ([(PUBLIC, 80)], [])


def test_for_a_connection_a_name_is_resolved_once_and_connected_to_as_it_was_vetted(internet: Internet) -> None:
    with serving(page=[Answer(200, b"x")]) as site:
        internet.names["site.example"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
        internet.servers[PUBLIC, 80] = urlsplit(site.url).port or 0
        assert isinstance(fetch(FetchRequest("s", "http://site.example/page", AT, hasty())), Page)
    assert (internet.resolved, internet.connected) == (["site.example"] * 2, [(PUBLIC, 80)] * 2)
    assert {headers["Host"] for _, headers in site.asked} == {"site.example"}


def test_where_the_first_address_of_a_name_does_not_answer_the_next_one_is_asked(internet: Internet) -> None:
    with serving(page=[Answer(200, b"x")]) as site:
        internet.names["site.example"] = [["2606:2800:21f::1", "93.184.215.99", PUBLIC]]
        internet.servers[PUBLIC, 80] = urlsplit(site.url).port or 0
        assert isinstance(fetch(FetchRequest("s", "http://site.example/page", AT, hasty())), Page)
    assert internet.connected[-1] == (PUBLIC, 80)


def test_a_name_that_nobody_knows_is_a_failure_with_the_reason(internet: Internet) -> None:
    assert "Failed to resolve 'site.example'" in failure(fetch(FetchRequest("s", "http://site.example/", AT, hasty())))
    assert internet.connected == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_asked_where_its_site_says_so(host: str) -> None:
    with serving(page=[Answer(200, b"x")]) as site:
        url = site.url.replace("127.0.0.1", host)
        assert isinstance(fetch(FetchRequest("s", f"{url}/page", AT, hasty(loopback=True))), Page)
        assert "none of the public internet" in failure(fetch(FetchRequest("s", f"{url}/page", AT, hasty())))


@pytest.mark.parametrize(
    ("url", "whether"),
    [
        *((f"http://{host}:8000", True) for host in ("127.0.0.1", "localhost", "LOCALHOST", "127.0.0.9", "[::1]")),
        *(
            (f"https://{host}", False)
            for host in ("example.org", "10.0.0.1", "x.localhost", "127.1", "[::ffff:7f00:1]")
        ),
    ],
)
def test_a_setting_names_this_machine_or_not(url: str, whether: bool) -> None:
    assert names_loopback(url) is whether


EDGES = [
    *(("100.63.255.255", True), ("100.64.0.0", False), ("100.127.255.255", False), ("100.128.0.0", True)),
    *(("9.255.255.255", True), ("11.0.0.0", True), ("172.15.255.255", True), ("172.32.0.0", True), ("1.1.1.1", True)),
    *(("198.17.255.255", True), ("198.20.0.0", True), ("223.255.255.255", True), ("126.255.255.255", True)),
    *(("2606:4700::1111", True), ("2001:4860:4860::8888", True), ("2a00:1450::1", True), ("2001:200::1", True)),
    *(("2001:1ff:ffff::1", False), ("2003::1", True), ("2001:db7::1", True), ("2001:db9::1", True), ("3ffe::1", True)),
    *(("1fff::1", False), ("4000::1", False), ("64:ff9b::808:808", False), ("::ffff:8.8.8.8", False)),
]


@pytest.mark.parametrize(("address", "public"), EDGES)
def test_the_edges_of_the_public_internet(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def test_behind_a_proxy_the_proxy_resolves_names(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy:
        at = ("127.0.0.1", urlsplit(proxy.url).port or 0)
        internet.servers[at] = at[1]
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert failure(fetch(FetchRequest("s", "http://site.example/page", AT, hasty()))) == "HTTP 404"
        assert "none of the public" in failure(fetch(FetchRequest("s", "http://10.0.0.1/page", AT, hasty())))
    assert [path for path, _ in proxy.asked] == ["http://site.example/robots.txt", "http://site.example/page"]
    assert internet.resolved == []


@pytest.mark.parametrize(("name", "accepted"), [("site.example", True), ("other.example", False)])
def test_the_certificate_has_to_be_the_names_and_not_the_address_s(
    name: str, accepted: bool, internet: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(name, tmp_path / "server.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    asked_for: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.sni_callback = lambda _socket, server_name, _context: asked_for.append(server_name)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_answer_twice, args=(server, context))
        thread.start()
        internet.names["site.example"] = [[PUBLIC]]
        internet.servers[PUBLIC, 443] = server.getsockname()[1]
        found = fetch(FetchRequest("s", "https://site.example/page", AT, hasty()))
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert {*asked_for} == {"site.example"}
    assert isinstance(found, Page) if accepted else "certificate" in failure(found).lower()


def _answer_twice(server: socket.socket, context: ssl.SSLContext) -> None:
    """robots.txt and the page, until the test ends."""
    while True:
        try:
            plain, _ = server.accept()
        except OSError:
            return
        with plain:
            try:
                with context.wrap_socket(plain, server_side=True) as encrypted:
                    asked = encrypted.recv(10_000)
                    assert b"Host: site.example\r\n" in asked
                    encrypted.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                continue


def certificate(name: str, file: Path) -> Path:
    """A certificate of a name that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
