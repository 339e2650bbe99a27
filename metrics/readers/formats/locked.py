"""Open workbooks that Excel locks with its own standard password.

A workbook that is only protected against changes is saved this way. No other password is tried.
The methods are those of [MS-OFFCRYPTO]: agile and standard encryption of a package.
"""

import hashlib
from base64 import b64decode
from collections.abc import Callable
from struct import error, pack, unpack_from
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from metrics.readers.formats import zipped
from metrics.readers.formats.compound import CompoundFile
from metrics.readers.formats.package import local, xml
from metrics.readers.formats.process import Emit, Limits, Refused

_PASSWORD = "VelvetSweatshop".encode("utf-16-le")  # Excel's own, known to all
_MOST_TURNS = 1_000_000
_SEGMENT = 4096
_INPUT = bytes.fromhex("fea7d2763b4b9e79")
_VALUE = bytes.fromhex("d7aa0f6d3061344e")
_KEY = bytes.fromhex("146e0be7abacd0d6")
_STANDARD_TURNS = 50_000


def read(content: bytes, limits: Limits, emit: Emit) -> None:
    """Emit the sheets of the workbook; refuses one with a password of somebody's own."""
    try:
        package = opened(content)
    except (Refused, error, ValueError, TypeError, StopIteration, AttributeError):
        raise Refused("password") from None
    zipped.read(package, limits, emit)


def opened(content: bytes) -> bytes:
    """Return the package inside; raises Refused for any other password."""
    file = CompoundFile(content)
    stated, package = file.stream("EncryptionInfo"), file.stream("EncryptedPackage")
    length = unpack_from("<Q", package)[0]
    agile = unpack_from("<HH", stated) == (4, 4)
    open_package = _agile(stated[8:]) if agile else _standard(stated)
    return open_package(package[8:])[:length]


def _decrypted(data: bytes, key: bytes, start: bytes | None) -> bytes:
    data = data[: len(data) // 16 * 16]
    mode = modes.ECB() if start is None else modes.CBC(start[:16].ljust(16, b"\x36"))
    cipher = Cipher(algorithms.AES(key), mode).decryptor()
    return cipher.update(data) + cipher.finalize()


def _agile(stated: bytes) -> Callable[[bytes], bytes]:
    root = xml(stated)
    data = next(element for element in root.iter() if local(element) == "keyData")
    lock = next(element for element in root.iter() if local(element) == "encryptedKey")
    salt, turns = b64decode(lock.get("saltValue")), int(lock.get("spinCount"))
    if turns > _MOST_TURNS:
        raise Refused("password")
    digest = _digest(lock)
    secret = digest(salt + _PASSWORD)
    for turn in range(turns):
        secret = digest(pack("<I", turn) + secret)

    def value(name: str, block: bytes) -> bytes:
        size = int(lock.get("keyBits")) // 8
        key = digest(secret + block)[:size].ljust(size, b"\x36")
        return _decrypted(b64decode(lock.get(name)), key, salt)

    tried = digest(value("encryptedVerifierHashInput", _INPUT)[: int(lock.get("saltSize"))])
    if value("encryptedVerifierHashValue", _VALUE)[: len(tried)] != tried:
        raise Refused("password")
    key = value("encryptedKeyValue", _KEY)[: int(data.get("keyBits")) // 8]
    data_salt, data_digest = b64decode(data.get("saltValue")), _digest(data)

    def open_package(package: bytes) -> bytes:
        return b"".join(
            _decrypted(
                package[at : at + _SEGMENT],
                key,
                data_digest(data_salt + pack("<I", at // _SEGMENT)),
            )
            for at in range(0, len(package), _SEGMENT)
        )

    return open_package


def _digest(element: Any) -> Callable[[bytes], bytes]:
    name = (element.get("hashAlgorithm") or "").lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha384", "sha512"):
        raise Refused("password")
    return lambda data: hashlib.new(name, data).digest()


def _standard(stated: bytes) -> Callable[[bytes], bytes]:
    header_size = unpack_from("<I", stated, 8)[0]
    key_size = unpack_from("<I", stated, 12 + 16)[0] // 8
    at = 12 + header_size
    salt = stated[at + 4 : at + 20]
    verifier, verifier_hash = stated[at + 20 : at + 36], stated[at + 40 : at + 72]
    secret = _sha1(salt + _PASSWORD)
    for turn in range(_STANDARD_TURNS):
        secret = _sha1(pack("<I", turn) + secret)
    secret = _sha1(secret + pack("<I", 0))
    halves = [
        _sha1(bytes(a ^ b for a, b in zip(secret.ljust(64, b"\0"), bytes([pad]) * 64, strict=True)))
        for pad in (0x36, 0x5C)
    ]
    key = b"".join(halves)[:key_size]
    if _decrypted(verifier_hash, key, None)[:20] != _sha1(_decrypted(verifier, key, None)):
        raise Refused("password")
    return lambda package: _decrypted(package, key, None)


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()
