#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// Sells with a virtual mPOS reader over TCP: session (session.mjs), sign-in, one stripe sale, receipt.
// Needs Node.js 18 or newer and, once, `npm ci` in this folder.
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import protobuf from 'protobufjs';
import {ByteReader, Failed, privateKeyFrom, rawPrivate, Session} from './session.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const help = `sell.mjs --reader HOST:PORT --host HOST:PORT AMOUNT

Sells with a virtual mPOS reader over TCP. Simulator: test keys and test cards only.

  --reader HOST:PORT  the reader, as vmpos serve prints it
  --host HOST:PORT    the acquirer, vmpos host
  --key FILE          keep this phone's key here: the reader then knows it again
  --ca FILE           certificate of the readers' CA (PEM); assets/keys/test_ca_certificate.pem when left out
  --proto FILE        the reader's API; devicemodel/proto/mpos/reader/v1/reader.proto when left out
  --tpdu DIGITS       10 digits; 6000030000 when left out
  --header DIGITS     12 digits; 603100311108 when left out

Example: node sell.mjs --reader 127.0.0.1:4711 --host 127.0.0.1:4712 12.50
`;

const connect = (address) => new Promise((resolve, reject) => {
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (!host) return reject(new Failed(`${address} is not HOST:PORT`));
  const socket = net.connect({host: host.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true});
  socket.once('connect', () => resolve(socket));
  socket.once('error', (error) => reject(new Failed(`${address}: ${error.message}`)));
});

/** Carries messages to the acquirer: length, TPDU and header in front; the same taken off the answer. */
class Acquirer {
  constructor(address, tpdu, header) {
    this.address = address;
    this.prefix = Buffer.from(tpdu + header, 'hex');
  }
  /** {outcome, message}: as HostAnswer wants them. */
  async exchange(message, timeoutMs) {
    let sent = false;
    let timer;
    try {
      if (!this.socket) {
        this.socket = await connect(this.address);
        this.bytes = new ByteReader(this.socket, 'the acquirer');
      }
      const frame = Buffer.concat([this.prefix, message]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(frame.length);
      this.socket.write(Buffer.concat([length, frame]));
      sent = true;
      timer = setTimeout(() => this.socket.destroy(new Error('no answer in time')), timeoutMs);
      const answer = await this.bytes.take((await this.bytes.take(2)).readUInt16BE());
      // The answer's TPDU is ours with source and destination swapped.
      const swapped = Buffer.concat([this.prefix.subarray(0, 1), this.prefix.subarray(3, 5), this.prefix.subarray(1, 3)]);
      if (!answer.subarray(0, 5).equals(swapped)) throw new Failed('an answer for somebody else');
      return {outcome: 'HOST_OUTCOME_ANSWERED', message: answer.subarray(this.prefix.length)};
    } catch (error) {
      console.log(`acquirer: ${error.message}`);
      this.socket = null;
      return {outcome: sent ? 'HOST_OUTCOME_NO_ANSWER' : 'HOST_OUTCOME_NOT_SENT'};
    } finally {
      clearTimeout(timer);
    }
  }
  close() { this.socket?.end(); }
}

/** Requests, replies and notices. */
class Reader {
  #id = 0;
  constructor(session, acquirer, api) {
    this.session = session;
    this.acquirer = acquirer;
    this.types = Object.fromEntries(['Request', 'Reply', 'Notice'].map((name) => [name, api.lookupType(name)]));
  }
  /** Sends one request without waiting; answers its id. */
  send(body, fields = {}) {
    const {Request} = this.types;
    const request = Request.fromObject({id: ++this.#id, [body]: fields});
    this.session.send(Buffer.from(Request.encode(request).finish()));
    return this.#id;
  }
  /** Sends one request and waits for its reply. */
  async ask(body, fields) {
    const wanted = this.send(body, fields);
    for (;;) {
      const {reply, notice} = await this.#next();
      if (notice) await this.#onNotice(notice);
      if (reply?.id !== wanted) continue;
      if (reply.code !== 'CODE_OK') throw new Failed(`${body}: ${reply.code} ${reply.detail}`);
      return reply;
    }
  }
  /** Serves notices until the one named `body`. */
  async until(body) {
    for (;;) {
      const {reply, notice} = await this.#next();
      if (notice?.body === body) return notice[body];
      if (notice) await this.#onNotice(notice);
      if (reply && reply.code !== 'CODE_OK') throw new Failed(`the reader refused: ${reply.code} ${reply.detail}`);
    }
  }
  /** One message. Where field 2 is a number (tag 10) it is a Reply, else a Notice. */
  async #next() {
    const data = await this.session.receive();
    let at = 0;
    if (data[0] === 0x08) {
      for (at = 1; data[at] & 0x80; ++at);
      ++at;
    }
    const name = data[at] === 0x10 ? 'Reply' : 'Notice';
    const type = this.types[name];
    const message = type.toObject(type.decode(data), {enums: String, longs: Number, defaults: true, oneofs: true});
    return {[name.toLowerCase()]: message};
  }
  async #onNotice(notice) {
    if (notice.progress) {
      console.log(notice.progress.stage.slice(6).toLowerCase(), notice.progress.maskedPan);
    } else if (notice.hostRequest) {
      const {exchange, message, timeoutMs} = notice.hostRequest;
      this.send('hostAnswer', {exchange, ...await this.acquirer.exchange(message, timeoutMs)});
    }
  }
}

function printReceipt(result, info) {
  const amount = `CNY ${(result.amountMinor / 100).toFixed(2)}`;
  console.log('  | SIMULATOR - NOT A REAL RECEIPT');
  for (const [name, value] of Object.entries({
    'Merchant': info.merchant, 'Terminal': info.terminal, 'Card': result.maskedPan, 'Entry': result.entryMode,
    'Batch / trace': `${result.batch} / ${result.trace}`, 'Authorisation': result.authorisationCode,
    'Reference': result.reference, 'AMOUNT': amount
  })) {
    if (value) console.log(`  | ${name.padEnd(14)} ${value}`);
  }
  console.log('  | SIMULATOR - NOT A REAL RECEIPT');
}

/** Signs in when needed and sells. Answers whether the sale was approved. */
async function sell(reader, amountMinor) {
  const {info} = await reader.ask('getInfo');
  console.log(`reader ${info.serial}, firmware ${info.firmwareVersion}, API ${info.apiVersion}`);
  if (!(await reader.ask('getState')).state.signedIn) {
    await reader.ask('signIn');
    const signed = await reader.until('signInResult');
    if (!signed.signedIn) throw new Failed(`sign-in failed: ${signed.responseCode} ${signed.detail}`);
    console.log(`signed in, batch ${signed.batch}`);
  }
  await reader.ask('startTransaction', {type: 'TRANSACTION_TYPE_SALE', amountMinor});
  const result = await reader.until('transactionResult');
  console.log(`outcome: ${result.outcome.slice(8).toLowerCase()}, response code ${result.responseCode}` +
              (result.detail ? `, ${result.detail}` : ''));
  if (result.outcome !== 'OUTCOME_APPROVED') return false;
  printReceipt(result, info);
  return true;
}

/** The phone's own key: kept, so that the reader knows this phone the next time. */
function staticKey(file) {
  if (file && fs.existsSync(file)) return privateKeyFrom(fs.readFileSync(file));
  const key = crypto.generateKeyPairSync('x25519').privateKey;
  if (file) fs.writeFileSync(file, rawPrivate(key), {mode: 0o600, flag: 'wx'});
  return key;
}

async function main() {
  const text = {type: 'string'};
  const {values: asked, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      help: {type: 'boolean', short: 'h'}, reader: text, host: text, key: text,
      ca: {...text, default: path.join(root, 'assets/keys/test_ca_certificate.pem')},
      proto: {...text, default: path.join(root, 'devicemodel/proto/mpos/reader/v1/reader.proto')},
      tpdu: {...text, default: '6000030000'}, header: {...text, default: '603100311108'}
    }
  });
  if (asked.help) {
    console.log(help);
    return 0;
  }
  const amount = /^(\d{1,10})(?:\.(\d\d))?$/.exec(positionals[0] ?? '');
  if (!amount || positionals.length !== 1) throw new Failed('give one amount, for instance 12.50; --help tells the rest');
  if (!asked.reader || !asked.host) throw new Failed('--reader and --host say where to go; --help tells the rest');
  const api = (await protobuf.load(asked.proto)).lookup('mpos.reader.v1');

  console.log('SIMULATOR: test keys and test cards only');
  const socket = await connect(asked.reader);
  const acquirer = new Acquirer(asked.host, asked.tpdu, asked.header);
  try {
    const session = await Session.open(socket, {
      staticKey: staticKey(asked.key), authorityPem: fs.readFileSync(asked.ca),
      showCode: (code) => console.log(`confirm: ${code}`)
    });
    const approved = await sell(new Reader(session, acquirer, api), Number(amount[1] + (amount[2] ?? '00')));
    session.close();
    return approved ? 0 : 1;
  } finally {
    socket.end();
    acquirer.close();
  }
}

main().then((code) => { process.exitCode = code; }, (error) => {
  console.error(`sell.mjs: ${error.message}`);
  process.exitCode = 2;
});
