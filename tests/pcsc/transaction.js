// SPDX-License-Identifier: Apache-2.0
// A PC/SC client of its own: sends the commands of a transcript to the card in a reader and writes down the answers.
//
//   node transaction.js READER TRANSCRIPT.json OUT.json     NODE_PATH names the folder of the packages
//
// The transcript holds whole APDUs. The card speaks T=0, so this program does what T=0 asks of it: no Le behind data, GET RESPONSE
// after 61xx, the command again after 6Cxx. It also hands every record to node-emv and writes down the tags and lengths that found.
'use strict';
const fs = require('fs');
const pcsclite = require('@pokusew/pcsclite');
const emv = require('node-emv');

const [readerName, transcriptPath, outPath] = process.argv.slice(2);
const say = console.log;
console.log = () => {};  // node-emv comments on every long length
const give_up = (what) => {
  process.stderr.write(`transaction.js: ${what}\n`);
  process.exit(1);
};

// 70[57:19 5F20:7]: each object with its length, those inside a template in brackets.
function shape(objects) {
  return objects.map((object) => {
    const length = parseInt(object.length.length > 2 ? object.length.slice(2) : object.length, 16);
    return Array.isArray(object.value) ? `${object.tag}[${shape(object.value)}]` : `${object.tag}:${length}`;
  }).join(' ');
}

function parse(hex) {
  let result = null;
  emv.parse(hex.toUpperCase(), (objects) => { result = objects; });
  return shape(result);
}

function transact(reader, protocol, apdu) {
  const once = (bytes) => new Promise((resolve, reject) => {
    reader.transmit(bytes, 258, protocol, (error, data) => (error ? reject(error) : resolve(data)));
  });
  const carry = async () => {
    let command = apdu;
    if (apdu.length > 5 && apdu.length === 6 + apdu[4]) command = apdu.subarray(0, apdu.length - 1);
    let answer = await once(command);
    let status = answer.subarray(answer.length - 2);
    if (status[0] === 0x6c) {
      answer = await once(Buffer.concat([command.subarray(0, 4), Buffer.from([status[1]])]));
      status = answer.subarray(answer.length - 2);
    }
    if (status[0] === 0x61) answer = await once(Buffer.from([0x00, 0xc0, 0x00, 0x00, status[1]]));
    return answer;
  };
  return carry();
}

async function main(reader, protocol) {
  const steps = JSON.parse(fs.readFileSync(transcriptPath, 'utf8'));
  const answers = [];
  for (const command of steps) {
    const apdu = Buffer.from(command, 'hex');
    const answer = await transact(reader, protocol, apdu);
    const hex = answer.toString('hex').toUpperCase();
    const record = apdu[1] === 0xb2 && hex.endsWith('9000');
    answers.push({ command, answer: hex, tlv: record ? parse(hex.slice(0, -4)) : null });
  }
  fs.writeFileSync(outPath, JSON.stringify(answers, null, 1));
  say(`${answers.length} commands`);
}

const pcsc = pcsclite();
pcsc.on('error', (error) => give_up(error.message));
pcsc.on('reader', (reader) => {
  if (reader.name !== readerName) return;
  let busy = false;
  reader.on('error', (error) => give_up(error.message));
  reader.on('status', (status) => {
    if (busy || !(status.state & reader.SCARD_STATE_PRESENT)) return;
    busy = true;
    reader.connect({ share_mode: reader.SCARD_SHARE_EXCLUSIVE }, (error, protocol) => {
      if (error) give_up(error.message);
      if (protocol !== reader.SCARD_PROTOCOL_T0) give_up(`expected T=0, the reader says ${protocol}`);
      main(reader, protocol).then(() => {
        reader.disconnect(reader.SCARD_UNPOWER_CARD, () => process.exit(0));
      }, (failure) => give_up(failure.message));
    });
  });
});
