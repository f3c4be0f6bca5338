"""What may be asked of a host: what its robots.txt allows, which addresses are public.

RFC 9309 is read in one pass; of a file only the first 500 KiB, the least that it lets a
reader read.  Nothing here connects.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote

NAME = "multipolaire"
MAX_ROBOTS = 512_000  # bytes


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us: those of the groups of our name, or else of all."""

    rules: tuple[tuple[str, bool], ...] = ()  # pattern, allows; longest first
    delay: float = 0.0  # seconds asked for between two requests

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be asked: the longest rule decides.

        >>> robots = read_robots(b"user-agent: *\\ndisallow: /a\\nallow: /a/b$")
        >>> [robots.allows(path) for path in ("/", "/a/c", "/a/b")]
        [True, False, True]
        """
        asked = unquote(path)
        said = (allow for rule, allow in self.rules if _matches(rule, asked))
        return next(said, True)


def read_robots(data: bytes) -> Robots:
    """What the bytes of a robots.txt say to us; a line cut by the limit says nothing.

    The parser of the standard library keeps one group of a name, and loses one that an
    empty line cuts in two.
    """
    if len(data) > MAX_ROBOTS:
        ends = (data.rfind(end, 0, MAX_ROBOTS + 1) for end in (b"\n", b"\r"))
        data = data[: max(ends) + 1]
    # Without NULs, and what is left of a mark, even UTF-16 says what it forbids.
    text = data.decode("utf-8", "replace").replace("\0", "")
    groups: dict[str, list[tuple[str, str]]] = {}
    named, ruled = set(), False  # the groups of a line that are ours, or of all
    for line in re.finditer(r"[^\r\n]+", text.lstrip("\ufeff\ufffd")):
        key, _, value = line[0].partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            named, ruled = (set() if ruled else named), False
            name = value.lower().partition("/")[0]
            if name in (NAME, "*"):
                named.add(name)
                groups.setdefault(name, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            ruled = True
            for name in named:
                groups[name].append((key, value))
    return _made(groups.get(NAME, groups.get("*", [])))


def _made(found: list[tuple[str, str]]) -> Robots:
    delays = [value for key, value in found if key == "crawl-delay"]
    delays = [float(v) for v in delays if re.fullmatch(r"\d+(?:\.\d*)?", v)]
    ruled = [(v, key) for key, v in found if v and key != "crawl-delay"]
    # The longest first; of two as long, what allows.
    rules = {(-len(rule), key == "disallow", rule) for rule, key in ruled}
    short = ((re.sub(r"\*+", "*", r), not no) for _, no, r in sorted(rules))
    return Robots(tuple(short), max(delays, default=0.0))


def _matches(pattern: str, path: str) -> bool:
    """``*`` stands for anything, ``$`` for the end; a prefix otherwise.

    Each piece is sought where the one before ends: no pattern takes longer than its
    own length and the path's.  A star or dollar written ``%2A``, ``%24`` is itself.
    """
    first, *others = pattern.removesuffix("$").split("*")
    first = unquote(first)
    if not path.startswith(first):
        return False
    at, last = len(first), first
    for last in map(unquote, others):
        found = path.find(last, at)
        if found < 0:
            return False
        at = found + len(last)
    if not pattern.endswith("$"):
        return True
    return path.endswith(last) if others else len(path) == at


def is_public(address: str) -> bool:
    """Whether an address is one of the internet at large, whatever its form hides.

    IPv6 carries IPv4 in many forms.  Where both reach the same host (mapped, NAT64),
    the IPv4 decides; ISATAP needs both; the others are of no use to a public site.

    >>> [is_public(a) for a in ("8.8.8.8", "64:ff9b::808:808", "::127.0.0.1")]
    [True, True, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])  # no interface
    if ip.version == 6:
        low = ipaddress.ip_address(int(ip) & 0xFFFF_FFFF)
        if _is_in(ip, _SAME_HOST):
            return is_public(str(low))
        if int(ip) >> 32 & 0xFDFF_FFFF == 0x5EFE and not is_public(str(low)):
            return False  # ISATAP
        if not _is_in(ip, _UNICAST):
            return False
    return ip.is_global and not ip.is_multicast and not _is_in(ip, _SPECIAL)


def _is_in(ip, networks: str) -> bool:
    return any(ip in ipaddress.ip_network(name) for name in networks.split())


_SAME_HOST = "::ffff:0:0/96 64:ff9b::/96"  # mapped, NAT64
_UNICAST = "2000::/3"  # all that IANA gives out; no local form
# Not for a public site by IANA's registries, though "is_global" of one Python or other
# says so: protocols, 6to4 and its relay, Teredo (in 2001::/23), documentation.
_SPECIAL = (
    "192.0.0.0/24 192.88.99.0/24 2001::/23 2001:db8::/32 2002::/16 3fff::/20"
)
