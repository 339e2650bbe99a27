"""Locks a package with a password as Excel does: agile encryption inside a compound file."""

import hashlib
from base64 import b64encode
from struct import pack

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SALT, _SECRET, _TURNS = bytes(range(16)), bytes(range(32)), 1_000


def locked(package: bytes, password: str) -> bytes:
    """Return the package as a file that opens with the password."""
    key = _sha512(_SALT + password.encode("utf-16-le"))
    for turn in range(_TURNS):
        key = _sha512(pack("<I", turn) + key)

    def value(block: str, data: bytes) -> str:
        made = _sha512(key + bytes.fromhex(block))[:32]
        return b64encode(_encrypted(data, made, _SALT)).decode()

    salt = b64encode(_SALT).decode()
    facts = (
        'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
        f'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{salt}"'
    )
    info = (
        '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
        'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f"<keyData {facts}/><keyEncryptors><keyEncryptor><p:encryptedKey {facts} "
        f'spinCount="{_TURNS}" '
        f'encryptedVerifierHashInput="{value("fea7d2763b4b9e79", _SALT)}" '
        f'encryptedVerifierHashValue="{value("d7aa0f6d3061344e", _sha512(_SALT))}" '
        f'encryptedKeyValue="{value("146e0be7abacd0d6", _SECRET)}"/>'
        "</keyEncryptor></keyEncryptors></encryption>"
    )
    segments = [
        _encrypted(package[at : at + 4096], _SECRET, _sha512(_SALT + pack("<I", at // 4096))[:16])
        for at in range(0, len(package), 4096)
    ]
    stated = pack("<HHI", 4, 4, 0x40) + info.encode()
    return _compound(
        {
            "EncryptionInfo": stated.ljust(4096, b" "),
            "EncryptedPackage": (pack("<Q", len(package)) + b"".join(segments)).ljust(4096, b"\0"),
        }
    )


def _sha512(data: bytes) -> bytes:
    return hashlib.sha512(data).digest()


def _encrypted(data: bytes, key: bytes, start: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    return cipher.update(data + bytes(-len(data) % 16)) + cipher.finalize()


def _compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of streams that are too long for its short sectors."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0)]
    for name, content in streams.items():
        first, count = len(sectors), -(-len(content) // 512)
        padded = content.ljust(count * 512, b"\0")
        sectors += [padded[at : at + 512] for at in range(0, len(padded), 512)]
        table += [*range(first + 1, first + count), _END]
        entries.append(_entry(name, 2, first, len(content)))
    directory = len(sectors)
    sectors.append(b"".join(entries).ljust(512, b"\0"))
    table.append(_END)
    fats = -(-(len(table) + 4) // 128)
    places = [*range(len(sectors), len(sectors) + fats)]
    table += [_FAT] * fats
    table += [_FREE] * (fats * 128 - len(table))
    sectors += [pack("<128I", *table[at : at + 128]) for at in range(0, len(table), 128)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<5H6x", 62, 3, 0xFFFE, 9, 6)
    header += pack("<9I", 0, fats, directory, 0, 4096, _END, 0, _END, 0)
    header += pack("<109I", *places, *[_FREE] * (109 - fats))
    return header + b"".join(sectors)


def _entry(name: str, kind: int, first: int, length: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = encoded.ljust(64, b"\0") + pack("<HBB", len(encoded), kind, 1)
    return entry + pack("<3I36x3I", _FREE, _FREE, _FREE, first, length, 0)
