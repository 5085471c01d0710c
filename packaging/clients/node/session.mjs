// SPDX-License-Identifier: Apache-2.0
//
// An encrypted session with a reader, over a TCP socket: frames, Noise XX handshake, records. Written from
// assets/docs/protocol.md alone; the section names are that page's.
import crypto from 'node:crypto';

/** What went wrong, in words for people. */
export class Failed extends Error {}

// --- Frame -----------------------------------------------------------------------------------------------------------

const FrameType = {handshake: 1, record: 2, acknowledgement: 3, closed: 4};
const MORE_FRAGMENTS = 1;
const FRAME_PAYLOAD = 2048;  // what we send at most in one frame; a receiver takes 4224
const WHOLE_LIMIT = 4113;    // a message or record put together from fragments

const reasons = {
  2: 'the reader closed', 3: 'idle for too long', 4: 'handshake failed', 5: 'handshake took too long',
  6: 'certificate refused', 7: 'the code was refused on the reader', 8: 'the code was not answered in time',
  9: 'busy: another phone controls the reader', 10: 'the reader refused a record', 12: 'another wire version'
};

const crcTable = Array.from({length: 256}, (_, n) => {
  for (let bit = 0; bit < 8; ++bit) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});
/** CRC-32 ISO-HDLC: of '123456789' it is CBF43926. */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Reads exact numbers of bytes from a socket. */
export class ByteReader {
  #chunks = [];
  #size = 0;
  #wake = null;
  #end = null;
  constructor(socket, name) {
    const wake = () => this.#wake?.();
    socket.on('data', (chunk) => { this.#chunks.push(chunk); this.#size += chunk.length; wake(); });
    socket.on('error', (error) => { this.#end ??= new Failed(`${name}: ${error.message}`); wake(); });
    socket.on('close', () => { this.#end ??= new Failed(`${name} closed the connection`); wake(); });
  }
  async take(count) {
    while (this.#size < count) {
      if (this.#end) throw this.#end;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all.subarray(count)];
    this.#size -= count;
    return all.subarray(0, count);
  }
}

/** Numbered frames over a byte stream that keeps order (TCP). */
class Frames {
  sent = 0;
  received = 0;
  constructor(socket) {
    this.socket = socket;
    this.bytes = new ByteReader(socket, 'the reader');
  }
  send(type, payload) {
    for (let at = 0; at < payload.length; at += FRAME_PAYLOAD) {
      const piece = payload.subarray(at, at + FRAME_PAYLOAD);
      const frame = Buffer.alloc(14 + piece.length + 4);
      frame.writeUInt16BE(0xa55a, 0);
      frame[2] = 1;  // version
      frame[3] = type;
      frame[4] = at + piece.length < payload.length ? MORE_FRAGMENTS : 0;
      frame[5] = 8;  // credit
      const numbered = type === FrameType.handshake || type === FrameType.record;
      if (numbered) frame.writeUInt16BE(this.sent, 6);
      frame.writeUInt16BE(this.received, 8);
      frame.writeUInt16BE(piece.length, 10);
      frame.writeUInt16BE(crc32(frame.subarray(0, 12)) & 0xffff, 12);
      piece.copy(frame, 14);
      frame.writeUInt32BE(crc32(frame.subarray(0, 14 + piece.length)), 14 + piece.length);
      this.socket.write(frame);
      if (numbered) this.sent = (this.sent + 1) & 0xffff;
    }
  }
  /** The next whole handshake message or record, its fragments joined. */
  async receive(wanted) {
    const pieces = [];
    for (;;) {
      const head = await this.bytes.take(14);
      const length = head.readUInt16BE(10);
      // TCP does not damage bytes: a wrong check here is a far end that speaks something else.
      if (head.readUInt16BE(0) !== 0xa55a || (crc32(head.subarray(0, 12)) & 0xffff) !== head.readUInt16BE(12) ||
          length > 4224) {
        throw new Failed("this is not a frame of the reader's protocol");
      }
      const rest = await this.bytes.take(length + 4);
      const payload = rest.subarray(0, length);
      if (crc32(Buffer.concat([head, payload])) !== rest.readUInt32BE(length)) throw new Failed('a frame is damaged');
      if (head[2] !== 1) throw new Failed('another wire version');
      if (head[3] === FrameType.closed) throw new Failed(reasons[payload[0]] ?? reasons[2]);
      if (head[3] !== wanted) throw new Failed('a frame out of place');
      if (head.readUInt16BE(6) !== this.received) throw new Failed('a frame is missing');
      this.received = (this.received + 1) & 0xffff;
      pieces.push(payload);
      const whole = Buffer.concat(pieces);
      if (whole.length > WHOLE_LIMIT) throw new Failed('a message is too long');
      if (!(head[4] & MORE_FRAGMENTS)) return whole;
    }
  }
}

// --- Handshake: Noise_XX_25519_AESGCM_SHA256, the phone's half -----------------------------------------------------------

const sha256 = (...parts) => crypto.createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key, ...parts) => crypto.createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** Noise's HKDF with two outputs. */
function hkdf(chainingKey, secret) {
  const temporary = hmac(chainingKey, secret);
  const first = hmac(temporary, Buffer.of(1));
  return [first, hmac(temporary, first, Buffer.of(2))];
}

const pkcs8Head = Buffer.from('302e020100300506032b656e04220420', 'hex');
export const privateKeyFrom = (raw) =>
  crypto.createPrivateKey({key: Buffer.concat([pkcs8Head, raw]), format: 'der', type: 'pkcs8'});
export const rawPrivate = (key) => key.export({format: 'der', type: 'pkcs8'}).subarray(-32);
const rawPublic = (key) =>
  (key.type === 'private' ? crypto.createPublicKey(key) : key).export({format: 'der', type: 'spki'}).subarray(-32);
const publicKeyFrom = (raw) =>
  crypto.createPublicKey({key: {kty: 'OKP', crv: 'X25519', x: raw.toString('base64url')}, format: 'jwk'});

/** AES-256-GCM under a counter nonce. */
class Cipher {
  counter = 0n;
  constructor(key) { this.key = key; }
  #nonce() {
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(this.counter++, 4);
    return nonce;
  }
  seal(plain, associated = Buffer.alloc(0)) {
    const gcm = crypto.createCipheriv('aes-256-gcm', this.key, this.#nonce()).setAAD(associated);
    return Buffer.concat([gcm.update(plain), gcm.final(), gcm.getAuthTag()]);
  }
  open(sealed, associated = Buffer.alloc(0)) {
    const gcm = crypto.createDecipheriv('aes-256-gcm', this.key, this.#nonce()).setAAD(associated);
    try {
      gcm.setAuthTag(sealed.subarray(-16));
      return Buffer.concat([gcm.update(sealed.subarray(0, -16)), gcm.final()]);
    } catch {
      throw new Failed('a sealed message was altered or is not meant for this session');
    }
  }
}

/** Symmetric state and the three messages of the pattern XX, as initiator. */
class Noise {
  constructor(staticKey, ephemeral) {
    this.staticKey = staticKey;
    this.ephemeral = ephemeral;
    this.hash = Buffer.alloc(32);
    this.hash.write('Noise_XX_25519_AESGCM_SHA256');  // shorter than a digest: padded with zeros, not hashed
    this.chainingKey = Buffer.from(this.hash);
    this.#mixHash(Buffer.from('vmpos-link-1'));
  }
  #mixHash(data) { this.hash = sha256(this.hash, data); }
  #dh(privateKey, rawPublicKey) {
    const secret = crypto.diffieHellman({privateKey, publicKey: publicKeyFrom(rawPublicKey)});
    let key;
    [this.chainingKey, key] = hkdf(this.chainingKey, secret);
    this.cipher = new Cipher(key);
  }
  #seal(plain) {
    const sealed = this.cipher.seal(plain, this.hash);
    this.#mixHash(sealed);
    return sealed;
  }
  #open(sealed) {
    const plain = this.cipher.open(sealed, this.hash);
    this.#mixHash(sealed);
    return plain;
  }
  message1(payload) {
    const e = rawPublic(this.ephemeral);
    this.#mixHash(e);
    this.#mixHash(payload);  // no key yet: in clear, and hashed
    return Buffer.concat([e, payload]);
  }
  readMessage2(message) {
    if (message.length < 32 + 48 + 16) throw new Failed('handshake message 2 is too short');
    this.remoteEphemeral = message.subarray(0, 32);
    this.#mixHash(this.remoteEphemeral);
    this.#dh(this.ephemeral, this.remoteEphemeral);  // ee
    this.remoteStatic = this.#open(message.subarray(32, 80));
    this.#dh(this.ephemeral, this.remoteStatic);  // es
    return this.#open(message.subarray(80));
  }
  message3(payload) {
    const s = this.#seal(rawPublic(this.staticKey));
    this.#dh(this.staticKey, this.remoteEphemeral);  // se
    return Buffer.concat([s, this.#seal(payload)]);
  }
  /** Phone to reader, reader to phone. */
  split() { return hkdf(this.chainingKey, Buffer.alloc(0)).map((key) => new Cipher(key)); }
}

/** The phone's checks of the reader's certificate. */
function checkCertificate(der, authorityPem, staticKey) {
  let certificate;
  const authority = new crypto.X509Certificate(authorityPem);
  try {
    certificate = new crypto.X509Certificate(der);
  } catch {
    throw new Failed("the reader's certificate is not a certificate");
  }
  if (!certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) {
    throw new Failed("the reader's certificate is not of the trusted CA");
  }
  const now = Date.now();
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
    throw new Failed("the reader's certificate is not valid at this time");
  }
  // The extension "key usage", critical, with nothing but key agreement in it, as DER: node:crypto does not name it.
  if (certificate.ca || !certificate.raw.includes(Buffer.from('0603551d0f0101ff040403020308', 'hex'))) {
    throw new Failed("the reader's certificate is not for key agreement");
  }
  if (!/^O=.*SIMULATOR/m.test(certificate.subject)) {
    throw new Failed("the certificate's subject does not say SIMULATOR");
  }
  if (certificate.publicKey.asymmetricKeyType !== 'x25519' || !rawPublic(certificate.publicKey).equals(staticKey)) {
    throw new Failed('the certificate belongs to another key');
  }
}

// --- Record ----------------------------------------------------------------------------------------------------------

const RecordType = {data: 1, confirmed: 2, refused: 3, goodbye: 4, keepAlive: 5, compare: 6};

/** An open session: messages of the reader API out and in. */
export class Session {
  /**
   * Shakes hands. `showCode(digits)` is called when the merchant must compare. `ephemeral` and `nonce` are drawn afresh
   * unless a test replays a known session.
   */
  static async open(socket, {staticKey, authorityPem, showCode, name = 'Node client', ephemeral, nonce}) {
    const session = new Session();
    const frames = session.frames = new Frames(socket);
    nonce ??= crypto.randomBytes(16);
    const noise = new Noise(staticKey, ephemeral ?? crypto.generateKeyPairSync('x25519').privateKey);
    const commitment = sha256(Buffer.from('vmpos-commit'), nonce, rawPublic(staticKey));
    const keepsNoTime = 0;  // this program runs in real time
    frames.send(FrameType.handshake, noise.message1(Buffer.concat([Buffer.of(1, keepsNoTime), commitment])));
    const introduction = noise.readMessage2(await frames.receive(FrameType.handshake));
    if (introduction.length < 17 || introduction[0] !== 1) throw new Failed('the reader speaks another version');
    const readerNonce = introduction.subarray(1, 17);
    try {
      checkCertificate(introduction.subarray(17), authorityPem, noise.remoteStatic);
    } catch (error) {
      frames.send(FrameType.closed, Buffer.of(6));
      throw error;
    }
    frames.send(FrameType.handshake, noise.message3(Buffer.concat([nonce, Buffer.from(name).subarray(0, 32)])));
    [session.sealing, session.opening] = noise.split();
    session.hash = noise.hash;
    const digits = sha256(Buffer.from('vmpos-code'), noise.hash, nonce, readerNonce).readBigUInt64BE(0) % 1000000n;
    session.code = digits.toString().padStart(6, '0');
    let record = await session.#record();
    if (record.type === RecordType.compare) {
      showCode(session.code);
      record = await session.#record();
    }
    if (record.type === RecordType.refused) throw new Failed(reasons[7]);
    if (record.type !== RecordType.confirmed) throw new Failed('the reader did not confirm the session');
    return session;
  }

  send(message) {
    this.frames.send(FrameType.record, this.sealing.seal(Buffer.concat([Buffer.of(RecordType.data), message])));
  }
  async receive() {
    for (;;) {
      const {type, content} = await this.#record();
      if (type === RecordType.data) return content;
      if (type !== RecordType.keepAlive) throw new Failed('an unexpected record');
    }
  }
  close() {
    this.frames.send(FrameType.record, this.sealing.seal(Buffer.of(RecordType.goodbye, 2)));
  }
  async #record() {
    const plain = this.opening.open(await this.frames.receive(FrameType.record));
    if (plain[0] === RecordType.goodbye) throw new Failed(reasons[plain[1]] ?? reasons[2]);
    return {type: plain[0], content: plain.subarray(1)};
  }
}
