"""What a robots.txt allows, in time and memory of its size; which addresses are public.

Expected answers: RFC 9309, and IANA's registries of special-purpose addresses.
"""

import re
import socket
import time
import tracemalloc
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import multipolaire.files.visit as module
from multipolaire.files.fetch import fetch
from multipolaire.files.hosts import (
    MAX_ROBOTS,
    _matches,
    is_public,
    read_robots,
)

PATTERN = st.text("/ab*$.", max_size=6)


@given(PATTERN, st.text("/ab.", max_size=8))
def test_a_pattern_is_that_of_rfc_9309(pattern, path):
    form = "".join(
        ".*" if c == "*" else re.escape(c) for c in pattern.removesuffix("$")
    )
    end = r"\Z" if pattern.endswith("$") else ""
    assert _matches(pattern, path) == bool(
        re.match(form + end, path, re.DOTALL)
    )


FORBIDDEN = {  # all forbid /no, none forbids /yes
    "mark": b"\xef\xbb\xbfuser-agent: *\ndisallow: /no",
    "CR": b"user-agent: *\rdisallow: /no\rallow: /n\r",
    "both": b"user-agent: *\r\n\r\n\r\ndisallow: /no\r\n",
    "NUL": b"user-agent: *\0\ndisallow: /no\0\n",
    "UTF-16": "\ufeffuser-agent: *\ndisallow: /no".encode("utf-16-le"),
    "stars": b"user-agent: *\ndisallow: /*" + b"*" * 9_000 + b"o$",
    "order": b"user-agent: *\nallow: /n\ndisallow: /no\nallow: /",
    "bytes": b"user-agent: *\ndisallow: /\xff\xfe\ndisallow: /no",
    "late": b"user-agent: x\nuser-agent: *\nsitemap: /\ncrawl-delay: 1\ndisallow: /no",
    "us": b"user-agent: *\nallow: /\nuser-agent: Multipolaire/2\ndisallow: /no",
}


@pytest.mark.parametrize("data", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_forbids_a_page(data):
    robots = read_robots(data)
    assert [robots.allows(p) for p in ("/no", "/yes")] == [False, True]


def test_of_rules_of_one_length_the_one_that_allows_decides():
    both = b"disallow: /a*\n", b"allow: /*b\n"
    for rules in (both, both[::-1]):
        assert read_robots(b"user-agent: *\n" + b"".join(rules * 50)).allows(
            "/ab"
        )


def test_a_star_or_a_dollar_written_with_a_percent_is_itself():  # RFC 9309, 2.2.3
    robots = read_robots(
        b"user-agent: *\ndisallow: /a-%2A.htm\ndisallow: /b-%24"
    )
    asked = ["/a-*.htm", "/a-x.htm", "/b-$", "/b-$/c", "/b-"]
    assert [robots.allows(path) for path in asked] == [
        False,
        True,
        False,
        False,
        True,
    ]


def test_the_first_500_kib_count_to_the_last_whole_line():
    line = b"disallow: /%06d" + b"a" * 110 + b"\n"
    data = b"user-agent: *\n" + b"".join(line % n for n in range(5_000))
    assert len(data) > MAX_ROBOTS
    robots = read_robots(data)
    whole = (MAX_ROBOTS - 14) // len(line % 0)
    assert len(robots.rules) == whole
    assert not robots.allows(f"/{whole - 1:06d}" + "a" * 110)
    assert robots.allows(f"/{whole:06d}" + "a" * 110)
    assert (
        read_robots(b"user-agent: *\ndisallow: /" + b"a" * 600_000).rules == ()
    )


def agents_and_rules(n: int) -> bytes:
    agents = b"".join(b"user-agent: a%d\n" % k for k in range(n))
    return agents + b"".join(b"disallow: /%d\n" % k for k in range(n))


LARGE = {
    "agents and rules": agents_and_rules,
    "for all": lambda n: b"user-agent: *\n" + agents_and_rules(n),
    "empty groups": lambda n: b"user-agent: *\n" * n,
    "groups": lambda n: b"user-agent: *\ndisallow: /x\n" * n,
    "line ends": lambda n: b"\r\n\r" * n,
    "stars": lambda n: b"user-agent: *\ndisallow: /" + b"*a" * n + b"x$\n",
    "digits": lambda n: b"user-agent: *\ncrawl-delay: " + b"9" * n + b"x\n",
    "colons": lambda n: b":" * n + b"\n" + b"user-agent:" * n,
}


def cost(data: bytes) -> float:
    """CPU seconds to read it and to ask for a page; the best of three."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        read_robots(data).allows("/" + "a" * 2_000)
        took.append(time.process_time() - begun)
    return min(took)


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_a_large_file_costs_what_its_size_does(make):
    small, large = make(500), make(4_000)  # 64 times as much if quadratic
    assert cost(large) < 20 * cost(small) + 0.02


@pytest.mark.parametrize("name", ["agents and rules", "for all", "stars"])
def test_a_large_file_is_held_in_bounded_memory(name):
    data = LARGE[name](3_000)
    tracemalloc.start()
    read_robots(data).allows("/a")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * len(data)


# Globally reachable: false, or not applicable, in IANA's registries; and the forms of
# IPv6 that carry an address of IPv4, here 127.0.0.1 or 10.0.0.1.
PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.0.0.1
192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1
64:ff9b:1::7f00:1 64:ff9b:1:ffff::808:808 2002:7f00:1:: 2002:a00:1::1 2001:0:7f00:1::
2001::1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1 fe80::5efe:808:808
100::1 100:0:0:1::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 3fff::1 5f00::1
fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 feff::1 ff02::1 ff0e::1
1::1 4000::1 8000::1
"""
PUBLIC = """
8.8.8.8 93.184.215.14 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 223.255.0.1
::ffff:8.8.8.8 64:ff9b::808:808 2606:4700::5efe:808:808
2001:200::1 2001:4860:4860::8888 2606:4700::1 2a00:1450:4007:80e::200e 2400:cb00::1
"""


def test_addresses_are_public_or_not_as_iana_says():
    assert [a for a in PRIVATE.split() if is_public(a)] == []
    assert [a for a in PUBLIC.split() if not is_public(a)] == []


@pytest.mark.parametrize("seed", range(3))
def test_what_carries_a_private_address_is_private(seed):
    draw = Random(seed)
    for net in ("10.0.0.0", "127.0.0.0", "192.168.0.0", "169.254.0.0"):
        high = [int(part) for part in net.split(".")]
        a, b = high[0], high[1] or draw.randrange(256) * (high[0] in (10, 127))
        hidden = f"{a:x}{b:02x}:{draw.randrange(65536):x}"
        for form in (
            "::{}",
            "::ffff:{}",
            "::ffff:0:{}",
            "64:ff9b::{}",
            "2002:{}::",
            "64:ff9b:1::{}",
            "2001:0:{}::",
            "2a00::5efe:{}",
        ):
            assert not is_public(form.format(hidden)), form.format(hidden)


LOCAL = """
[::127.0.0.1] [::ffff:0:127.0.0.1] [64:ff9b:1::7f00:1] [fec0::1]
[::ffff:7f00:1] [fe80::1%25lo] 127.0.0.1 127.1 2130706433 0x7f.1 0x7f000001
0177.0.0.1 １２７.０.０.１ ①②⑦.⓪.⓪.① 127。0。0。1 localhost 0 user@127.0.0.1
"""


def test_no_spelling_of_a_local_address_is_connected_to(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        socket, "create_connection", lambda *a, **_: asked.append(a)
    )
    (tmp_path / "list.csv").write_text(
        "\n".join(["url", *(f"http://{host}/" for host in LOCAL.split())]),
        encoding="utf-8",
    )
    table = fetch(tmp_path / "list.csv", tmp_path / "into", tell=str)
    assert table["status"].tolist() == ["failed"] * len(LOCAL.split())
    assert asked == []
    for url in ("[::127.0.0.1]", "[fec0::1]", "[64:ff9b:1::7f00:1]", "127.1"):
        reason = table.set_index("url")["reason"][f"http://{url}/"]
        assert reason.endswith(": not a public address")


@pytest.mark.parametrize("host", LOCAL.split()[:4])
def test_a_redirect_to_a_hidden_address_is_not_followed(host, monkeypatch):
    answers = [(302, {"location": f"http://{host}:8080/x"}, b"")]
    real = module._get

    def get(url, visit, **options):
        if url.startswith("http://example.org/"):
            return answers[0] if url.endswith("/a") else (404, {}, b"")
        return real(url, visit, **options)

    monkeypatch.setattr(module, "_get", get)
    with pytest.raises(module.FetchError, match="not a public address"):
        module.ask_page("http://example.org/a", module.Visit())
