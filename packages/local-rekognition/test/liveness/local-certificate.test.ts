import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localCertificate } from '../../src/liveness/local-certificate.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'certificate-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('localCertificate', () => {
  it.each(['localhost', '127.0.0.1'])(
    'is accepted for %s by a client that trusts its authority',
    async (host) => {
      const { ca, cert, key } = await localCertificate(dir, Date.now());
      const server = createServer({ cert, key }, (_, response) => response.end('hello')).listen(
        0,
        '127.0.0.1',
      );
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const status = await new Promise((resolve, reject) => {
        get({ host, port, ca, path: '/', family: 4 }, (response) => resolve(response.statusCode)).on(
          'error',
          reject,
        );
      });
      expect(status).toBe(200);
      server.close();
    },
  );

  it('is kept, readable by its owner only, with no key of the authority', async () => {
    const first = await localCertificate(dir, Date.now());
    expect(await localCertificate(dir, Date.now() + 300 * DAY_MS)).toEqual(first);
    expect((await readdir(dir)).sort()).toEqual(['ca.pem', 'certificate.json']);
    expect((await stat(join(dir, 'certificate.json'))).mode & 0o777).toBe(0o600);
    expect(new X509Certificate(first.cert).checkIssued(new X509Certificate(first.ca))).toBe(true);
  });

  it('is made again for an address that it does not have, and kept for one that it has', async () => {
    const first = await localCertificate(dir, Date.now());
    const other = await localCertificate(dir, Date.now(), '192.0.2.1');
    expect(new X509Certificate(first.cert).checkIP('192.0.2.1')).toBeUndefined();
    expect(new X509Certificate(other.cert).checkIP('192.0.2.1')).toBe('192.0.2.1');
    expect(await localCertificate(dir, Date.now(), '192.0.2.1')).toEqual(other);
  });

  it('is renewed before it expires', async () => {
    const first = await localCertificate(dir, Date.now());
    expect((await localCertificate(dir, Date.now() + 390 * DAY_MS)).cert).not.toBe(first.cert);
  });
});
