import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { appendFileSync } from 'node:fs';

// The name server of a namespace: writes down each name that it is asked for, knows none, and ends with the program.

const [log, ...args] = process.argv.slice(2);
/** Bytes of the header of a DNS message (RFC 1035, section 4.1.1). */
const HEADER_BYTES = 12;
/** A response, recursion available, "no such name". */
const NO_SUCH_NAME = Buffer.from([0x81, 0x83]);
const NO_RECORDS = Buffer.alloc(6);

const server = createSocket('udp4', (query, { port, address }) => {
  const labels = [];
  for (let at = HEADER_BYTES; query[at] > 0; at += query[at] + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  appendFileSync(log, `${labels.join('.')}\n`);
  const answer = [
    query.subarray(0, 2),
    NO_SUCH_NAME,
    query.subarray(4, 6),
    NO_RECORDS,
    query.subarray(HEADER_BYTES),
  ];
  server.send(Buffer.concat(answer), port, address);
});
server.bind(53, '127.0.0.1', () => {
  spawn(process.execPath, args, { stdio: 'inherit' }).once('close', (code) => process.exit(code ?? 1));
});
