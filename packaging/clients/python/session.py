# SPDX-License-Identifier: Apache-2.0
"""An encrypted session over frames.Frames or lossy.LossyFrames. Sections "Handshake" and "Record" of assets/docs/protocol.md."""

import datetime
import hashlib
import hmac
import secrets
import struct

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from frames import CLOSED, HANDSHAKE, REASONS, RECORD, Failed


# --- Handshake: Noise_XX_25519_AESGCM_SHA256, the phone's half -----------------------------------------------------------

def hkdf(chaining_key, secret):
    """Noise's HKDF with two outputs."""
    temporary = hmac.new(chaining_key, secret, hashlib.sha256).digest()
    first = hmac.new(temporary, b"\x01", hashlib.sha256).digest()
    return first, hmac.new(temporary, first + b"\x02", hashlib.sha256).digest()


class Cipher:
    """AES-256-GCM under a counter nonce."""

    def __init__(self, key):
        self.aead, self.counter = AESGCM(key), 0

    def _nonce(self):
        nonce = struct.pack(">IQ", 0, self.counter)
        self.counter += 1
        return nonce

    def seal(self, plain, associated=b""):
        return self.aead.encrypt(self._nonce(), plain, associated)

    def open(self, sealed, associated=b""):
        try:
            return self.aead.decrypt(self._nonce(), sealed, associated)
        except Exception as error:
            raise Failed("a sealed message was altered or is not meant for this session") from error


def public_bytes(private):
    return private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


class Noise:
    """Symmetric state and the three messages of the pattern XX, as initiator."""

    NAME = b"Noise_XX_25519_AESGCM_SHA256"  # shorter than a digest: padded with zeros, not hashed
    PROLOGUE = b"vmpos-link-1"

    def __init__(self, static, ephemeral):
        self.static, self.ephemeral = static, ephemeral
        self.hash = self.chaining_key = self.NAME.ljust(32, b"\0")
        self.cipher = None
        self._mix_hash(self.PROLOGUE)

    def _mix_hash(self, data):
        self.hash = hashlib.sha256(self.hash + data).digest()

    def _mix_key(self, secret):
        self.chaining_key, key = hkdf(self.chaining_key, secret)
        self.cipher = Cipher(key)

    def _dh(self, private, public):
        self._mix_key(private.exchange(X25519PublicKey.from_public_bytes(public)))  # refuses an all-zero result

    def _seal(self, plain):
        sealed = self.cipher.seal(plain, self.hash)
        self._mix_hash(sealed)
        return sealed

    def _open(self, sealed):
        plain = self.cipher.open(sealed, self.hash)
        self._mix_hash(sealed)
        return plain

    def message_1(self, payload):
        e = public_bytes(self.ephemeral)
        self._mix_hash(e)
        self._mix_hash(payload)  # no key yet: in clear, and hashed
        return e + payload

    def read_message_2(self, message):
        if len(message) < 32 + 48 + 16:
            raise Failed("handshake message 2 is too short")
        re, rs, payload = message[:32], message[32:80], message[80:]
        self._mix_hash(re)
        self._dh(self.ephemeral, re)                    # ee
        self.remote_ephemeral, self.remote_static = re, self._open(rs)
        self._dh(self.ephemeral, self.remote_static)    # es
        return self._open(payload)

    def message_3(self, payload):
        s = self._seal(public_bytes(self.static))
        self._dh(self.static, self.remote_ephemeral)    # se
        return s + self._seal(payload)

    def split(self):
        """(phone to reader, reader to phone)."""
        first, second = hkdf(self.chaining_key, b"")
        return Cipher(first), Cipher(second)


def check_certificate(der, authority, static_key):
    """The phone's checks of the reader's certificate, in the order of the document."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        authority.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes,
                                      ec.ECDSA(certificate.signature_hash_algorithm))
    except Exception as error:
        raise Failed("the reader's certificate is not of the trusted CA") from error
    if certificate.issuer != authority.subject:
        raise Failed("the reader's certificate has another issuer")
    if not certificate.not_valid_before <= datetime.datetime.utcnow() <= certificate.not_valid_after:
        raise Failed("the reader's certificate is not valid at this time")
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    if not usage.key_agreement or usage.key_cert_sign:
        raise Failed("the reader's certificate is not for key agreement")
    organisations = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    if not any("SIMULATOR" in name.value for name in organisations):
        raise Failed("the certificate's subject does not say SIMULATOR")
    key = certificate.public_key()
    if not isinstance(key, X25519PublicKey) or key.public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw) != static_key:
        raise Failed("the certificate belongs to another key")


# --- Record ----------------------------------------------------------------------------------------------------------

DATA, CONFIRMED, REFUSED, GOODBYE, KEEP_ALIVE, COMPARE = 1, 2, 3, 4, 5, 6


class Session:
    """An open session: messages of the reader API out and in."""

    def __init__(self, frames, static, authority, show_code, name="Python client", ephemeral=None, nonce=None):
        """Shakes hands over `frames`. `show_code(digits)` is called when the merchant must compare; `ephemeral` and `nonce` are
        drawn afresh unless a test replays a known session."""
        ephemeral, nonce = ephemeral or X25519PrivateKey.generate(), nonce or secrets.token_bytes(16)
        self.frames = frames
        noise = Noise(static, ephemeral)
        commitment = hashlib.sha256(b"vmpos-commit" + nonce + public_bytes(static)).digest()
        keeps_no_time = 0  # this program runs in real time
        self.frames.send(HANDSHAKE, noise.message_1(bytes([1, keeps_no_time]) + commitment))
        introduction = noise.read_message_2(self._receive(HANDSHAKE))
        if len(introduction) < 17 or introduction[0] != 1:
            raise Failed("the reader speaks another version")
        reader_nonce, certificate = introduction[1:17], introduction[17:]
        try:
            check_certificate(certificate, authority, noise.remote_static)
        except Failed:
            self.frames.send(CLOSED, b"\x06")
            raise
        self.frames.send(HANDSHAKE, noise.message_3(nonce + name.encode()[:32]))
        self.sealing, self.opening = noise.split()
        self.hash = noise.hash
        digits = hashlib.sha256(b"vmpos-code" + noise.hash + nonce + reader_nonce).digest()[:8]
        self.code = "%06d" % (int.from_bytes(digits, "big") % 1_000_000)
        kind, _content = self._record()
        if kind == COMPARE:
            show_code(self.code)
            kind, _content = self._record()
        if kind != CONFIRMED:
            raise Failed(REASONS[7] if kind == REFUSED else "the reader did not confirm the session")

    def send(self, message):
        self.frames.send(RECORD, self.sealing.seal(bytes([DATA]) + message))

    def receive(self):
        while True:
            kind, content = self._record()
            if kind == DATA:
                return content
            if kind != KEEP_ALIVE:
                raise Failed("an unexpected record")

    def close(self):
        self.frames.send(RECORD, self.sealing.seal(bytes([GOODBYE, 2])))

    def _receive(self, wanted):
        kind, whole = self.frames.receive()
        if kind != wanted:
            raise Failed("a frame out of place")
        return whole

    def _record(self):
        plain = self.opening.open(self._receive(RECORD))
        if plain[0] == GOODBYE:
            raise Failed(REASONS.get(plain[1], "the reader closed"))
        return plain[0], plain[1:]
