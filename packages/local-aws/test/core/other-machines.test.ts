import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../src/local-cloud.ts';
import { aCloudAssembly, type FixtureAssembly } from '../fixtures/a-cloud-assembly.ts';
import { NO_FACES } from '../fixtures/no-faces.ts';
import { aLog } from '../fixtures/recorders.ts';

describe('a cloud that other machines reach', () => {
  let assembly: FixtureAssembly;
  let dataDir: string;
  let cloud: LocalCloud;

  beforeAll(async () => {
    assembly = await aCloudAssembly({ One: { template: { Resources: {} } } });
    dataDir = await mkdtemp(join(tmpdir(), 'lan-'));
    cloud = await startLocalCloud({
      cdkOut: assembly.directory,
      dataDir,
      port: 0,
      log: aLog().log,
      rekognition: { engine: NO_FACES },
      pages: async ({ url }) => ({ status: 200, headers: {}, body: `page ${url.pathname}` }),
      lan: { address: '127.0.0.1', lets: ({ url }) => url.pathname === '/capture' },
    });
  });
  afterAll(async () => {
    await cloud.close();
    await assembly.remove();
    await rm(dataDir, { recursive: true });
  });

  /** Asks over TLS, by the certificate of the interface. */
  async function ask(path: string): Promise<{ status: number | undefined; body: string }> {
    const ca = await readFile(join(dataDir, 'certificate-lan', 'ca.pem'));
    return new Promise((resolve, reject) => {
      get(`${cloud.lanEndpoint}${path}`, { ca }, async (response) => {
        const chunks = await response.toArray();
        resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() });
      }).on('error', reject);
    });
  }

  it('serves them over TLS, and only what they are let through to', async () => {
    expect(await ask('/capture')).toEqual({ status: 200, body: 'page /capture' });
    expect(await ask('/_local/status')).toEqual({ status: 403, body: 'not served to other machines' });
  });

  it('serves this machine as before', async () => {
    expect((await fetch(`${cloud.endpoint}/_local/status`)).status).toBe(200);
  });
});
