"""Breaking valid files in the ways in which files break, or are broken on purpose.

Every broken file is a pure function of its random source, so that any of them can be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

__all__ = ["broken"]

HOSTILE = (
    b"9" * 400, b"9" * 5_000, b"-1", b"1e999", b"nan", b"NaN", b"-inf", b"Infinity", b"0x7f",
    b"-0.0", b"18446744073709551616", b"true", b"null", b"{}", b"[]", b'""', b"[[]]", b"[" * 200,
    b"{" * 200, b"[" * 20_000, b'{"a":' * 2_000, b"a = [" * 100, b"a.b" + b".c" * 300 + b" = 1\n",
    b'"\\ud800"', b'"\\u0000"', b'"\\u202e"', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\xaf",
    b"\xed\xa0\x80", "\u2028".encode(), b"\r", b"\x1b[31m", b"<script>alert(1)</script>",
    b'=cmd|" /C calc"!A0', b"'; DROP TABLE", b"${HOME}", b"$(id)", b"{{7*7}}", b"%s%s%n",
    b"__import__('os').system('id')", b"!!python/object/apply:os.system", b"../../etc/passwd",
    b"/etc/passwd", b"/dev/zero", b"file:///etc/passwd", b"C:\\con", b"~root/x.toml",
    b'\nextends = "mine.toml"\n', b'\nextends = "other.toml"\n',
    b'\nextends = ["default", "default"]\n', b'\nextends = "../../../etc/passwd"\n',
    b'\nextends = "/dev/zero.toml"\n',
    b"\nextends = 1\n", b'\nscenario = "mine.toml"\n', b'\nscenario = "/dev/zero"\n',
    b"\n[[overrides]]\n", b"\n[case]\n", b"\n[policies]\n", b'\n[policies.""]\n', b"\nmix = {}\n",
    b"\n[design]\n", b"\n[factors]\n",
)  # fmt: skip
"""What has broken readers of files before: sizes, numbers, escapes, encodings, ways out."""

_VERY_LONG = 1_100_000


def broken(sources: Sequence[bytes], random: Random) -> bytes:
    """Return a valid file, broken in one to four ways.

    Parameters
    ----------
    sources
        Valid files of the format.
    random
        Where all choices come from.
    """
    content = random.choice(sources)
    for _ in range(random.choice((1, 1, 2, 4))):
        content = random.choices(_WAYS, _WEIGHTS)[0](content, sources, random)
    return content


def _place(content: bytes, random: Random) -> int:
    return random.randint(0, len(content))


def _flip(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _truncate(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    return content[: _place(content, random)]


def _cut(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    start = _place(content, random)
    return content[:start] + content[start + random.choice((1, 2, 10, 200)) :]


def _insert(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    start = _place(content, random)
    return content[:start] + random.choice(HOSTILE) + content[start + random.choice((0, 0, 3)) :]


def _replace_value(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    """Put something hostile in the place of one value, whose syntax stays whole."""
    places = [number for number, sign in enumerate(content) if sign in b":="]
    if not places:
        return _insert(content, sources, random)
    start = random.choice(places) + 1
    ends = [end for end in (content.find(sign, start) for sign in (b",", b"\n", b"}")) if end > 0]
    return content[:start] + random.choice(HOSTILE) + content[min(ends, default=len(content)) :]


def _insert_noise(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    start = _place(content, random)
    return content[:start] + random.randbytes(random.choice((1, 4, 100))) + content[start:]


def _repeat_line(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    """Give a line, and so its key, twice, or the same one in another place."""
    lines = content.split(b"\n")
    lines.insert(random.randint(0, len(lines)), random.choice(lines))
    return b"\n".join(lines)


def _drop_line(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    lines = content.split(b"\n")
    del lines[random.randrange(len(lines))]
    return b"\n".join(lines)


def _splice(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(sources)
    return content[: _place(content, random)] + other[_place(other, random) :]


def _encode(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = random.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7", "cp500"))
    return text.encode(encoding, "replace")


def _end_lines(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"", b"\x0b")))


def _lengthen(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    """Make a file of a million lines, or one line of a megabyte, or less of both."""
    piece = random.choice((b"\n", b"#", b" ", b"x = 1\n", b"[a]\n", b"[", content[:50]))
    start, size = _place(content, random), random.choice((5_000, 5_000, 50_000, _VERY_LONG))
    return content[:start] + piece * (size // max(1, len(piece))) + content[start:]


def _noise(content: bytes, sources: Sequence[bytes], random: Random) -> bytes:
    return random.randbytes(random.choice((0, 1, 10, 1_000)))


_Way = Callable[[bytes, Sequence[bytes], Random], bytes]
_WEIGHED: dict[_Way, float] = {
    _flip: 4, _truncate: 1, _cut: 2, _insert: 4, _replace_value: 6, _insert_noise: 1,
    _repeat_line: 2, _drop_line: 2, _splice: 1, _encode: 0.5, _end_lines: 0.5, _lengthen: 0.15,
    _noise: 0.3,
}  # fmt: skip
_WAYS, _WEIGHTS = list(_WEIGHED), list(_WEIGHED.values())
