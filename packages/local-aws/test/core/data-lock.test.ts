import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockData } from '../../src/data-lock.ts';

let dataDir: string;
let holder: Server;
let holderEndpoint: string;
let answer: string | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'data-lock-'));
  answer = '{"process_id":42}';
  holder = createServer((_request, response) => {
    if (answer !== undefined) response.end(answer);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  holderEndpoint = `http://127.0.0.1:${(holder.address() as AddressInfo).port}`;
});
afterEach(async () => {
  holder.closeAllConnections();
  holder.close();
  await rm(dataDir, { recursive: true, force: true });
});

const notice = (content: string): Promise<void> => writeFile(join(dataDir, 'in-use.json'), content);
const lock = (): Promise<() => Promise<void>> => lockData(dataDir, 'http://127.0.0.1:1');

it('takes a directory that nobody uses, and gives it free again', async () => {
  const unlock = await lock();
  await unlock();
  await (await lock())();
});

it('refuses a directory whose holder answers, and names it', async () => {
  await notice(JSON.stringify({ process_id: 42, endpoint: holderEndpoint }));

  await expect(lock()).rejects.toThrow(`is in use by process 42 at ${holderEndpoint}`);
});

it('refuses a directory whose holder is still starting', async () => {
  answer = undefined;
  await notice(JSON.stringify({ process_id: 42, endpoint: holderEndpoint }));

  await expect(lock()).rejects.toThrow('is in use by process 42');
});

it.each([
  ['has crashed', { process_id: 42, endpoint: 'http://127.0.0.1:9' }, ''],
  ['has crashed and another program has its port', {}, '<html>'],
  ['has crashed and another local cloud has its port', {}, '{"process_id":43}'],
])('takes over from a holder that %s', async (_name, overrides, page) => {
  answer = page;
  await notice(JSON.stringify({ process_id: 42, endpoint: holderEndpoint, ...overrides }));

  await expect(lock()).resolves.toBeTypeOf('function');
});

it('takes over a notice that a crash cut off', async () => {
  await notice('{"process_');

  await expect(lock()).resolves.toBeTypeOf('function');
});
