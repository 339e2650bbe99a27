"""Read the streams of an OLE compound file, for packages that Excel locks."""

from struct import unpack_from

from metrics.readers.formats.process import Refused

_ENTRY = 128
_END = 0xFFFFFFFA  # sector numbers from here on end a chain or name no sector


class CompoundFile:
    """Hold the streams of a compound file; refuses a damaged one."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << self._checked(unpack_from("<H", content, 30)[0])
        self._mini = 1 << self._checked(unpack_from("<H", content, 32)[0])
        first, cutoff, mini_table = unpack_from("<I4xII", content, 48)
        self._cutoff = cutoff
        self._table = self._fat()
        directory = self._chain(first)
        self._entries = {
            self._name(directory, at): unpack_from("<II", directory, at + 116)
            for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)
        }
        short = self._chain(mini_table) if mini_table < _END else b""
        self._mini_table = unpack_from(f"<{len(short) // 4}I", short)
        root = next(iter(self._entries.values()), (_END, 0))
        self._mini_content = self._chain(root[0]) if root[0] < _END else b""

    @staticmethod
    def _checked(shift: int) -> int:
        if not 6 <= shift <= 12:
            raise Refused("damaged", reason="sector size")
        return shift

    @staticmethod
    def _name(directory: bytes, at: int) -> str:
        length = max(unpack_from("<H", directory, at + 64)[0] - 2, 0)
        return directory[at : at + min(length, 64)].decode("utf-16-le", "replace")

    def _fat(self) -> tuple[int, ...]:
        numbers = [*unpack_from("<109I", self._content, 76)]
        following, most = unpack_from("<II", self._content, 68)
        while following < _END and most > 0:
            sector = unpack_from(f"<{self._size // 4}I", self._sector(following))
            numbers += sector[:-1]
            following, most = sector[-1], min(most, 10_000) - 1
        table = b"".join(self._sector(number) for number in numbers if number < _END)
        return unpack_from(f"<{len(table) // 4}I", table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _END:
            if number >= len(self._table) or len(parts) > len(self._table):
                raise Refused("damaged", reason="sector chain")
            parts.append(self._sector(number))
            number = self._table[number]
        return b"".join(parts)

    def stream(self, name: str) -> bytes:
        """Return the content of a stream; raises Refused for one that does not exist."""
        if name not in self._entries:
            raise Refused("damaged", reason="KeyError")
        number, length = self._entries[name]
        if length >= self._cutoff:
            return self._chain(number)[:length]
        parts: list[bytes] = []
        while number < _END:
            if number >= len(self._mini_table) or len(parts) > len(self._mini_table):
                raise Refused("damaged", reason="sector chain")
            start = number * self._mini
            parts.append(self._mini_content[start : start + self._mini])
            number = self._mini_table[number]
        return b"".join(parts)[:length]
