// SPDX-License-Identifier: Apache-2.0
//
// The Node.js client replays the worked session of protocol.md. usage: worked_session.mjs SESSION_MJS CA SESSION_JSON, the last
// as worked_session.py --json prints it.
import assert from 'node:assert';
import {EventEmitter} from 'node:events';
import fs from 'node:fs';
import {pathToFileURL} from 'node:url';

const [, , module, authority, file] = process.argv;
const {privateKeyFrom, Session} = await import(pathToFileURL(module));
const {values, frames, opened} = JSON.parse(fs.readFileSync(file));
const of = (mark) => frames.filter(([m]) => m === mark).map(([, frame]) => frame);

/** A socket that gives the reader's bytes, at once and in odd pieces, and keeps ours. */
class Replay extends EventEmitter {
  sent = '';
  constructor(incoming) {
    super();
    setImmediate(() => {
      for (let at = 0; at < incoming.length; at += 7) this.emit('data', incoming.subarray(at, at + 7));
    });
  }
  write(bytes) { this.sent += bytes.toString('hex').toUpperCase(); }
}

const socket = new Replay(Buffer.from(of('<').join(''), 'hex'));
const codes = [];
const session = await Session.open(socket, {
  staticKey: privateKeyFrom(Buffer.from(values['phone static private key'], 'hex')),
  ephemeral: privateKeyFrom(Buffer.from(values['phone ephemeral private key'], 'hex')),
  nonce: Buffer.from(values['phone nonce'], 'hex'), authorityPem: fs.readFileSync(authority), name: 'Example',
  showCode: (code) => codes.push(code)
});
assert.deepEqual(codes, [values['six digits']]);
assert.equal(session.hash.toString('hex').toUpperCase(), values['handshake hash']);
const marks = frames.map(([mark]) => mark).slice(3);
for (let i = 2; i < opened.length - 1; ++i) {
  const content = Buffer.from(opened[i].slice(2), 'hex');
  if (marks[i] === '>') {
    session.send(content);
  } else {
    assert.deepEqual(await session.receive(), content);
  }
}
session.close();
assert.equal(socket.sent, of('>').join(''));
console.log('the Node.js client replays the worked session byte by byte');
