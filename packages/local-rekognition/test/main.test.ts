import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DetectFacesCommand, RekognitionClient } from '@aws-sdk/client-rekognition';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORTRAIT } from '../src/testing/photos.ts';

const MAIN = new URL('../src/main.ts', import.meta.url).pathname;

let dataDir: string;
let home: string;
let bucket: Server;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rekognition-main-'));
  home = await mkdtemp(join(tmpdir(), 'rekognition-home-'));
  const photo = await readFile(PORTRAIT);
  bucket = createServer((asked, response) => {
    const found = asked.url?.startsWith('/photos/audrey.jpg');
    response.writeHead(found ? 200 : 404).end(found ? photo : '');
  });
  await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  bucket.close();
  bucket.closeAllConnections();
  await rm(dataDir, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

/** Starts the command and collects what it says, until it has said `until` or has ended. */
async function run(options: string[], until?: RegExp) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, '--data', dataDir, ...options], {
    env: {
      ...process.env,
      HOME: home,
      ORT_DISABLE_TELEMETRY: undefined,
      // what silences the SDK in tests must not hide what it writes in the command
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: undefined,
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  children.push(child);
  let output = '';
  const ended = once(child, 'close').then(([code]) => code as number);
  const said = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        output += text;
        if (until?.test(output)) resolve();
      });
    }
  });
  await Promise.race([said, ended]);
  return { child, ended, output: () => output };
}

describe('npm run rekognition', { timeout: 120_000 }, () => {
  it('serves the API over HTTP and TLS, reads images from S3, keeps its data to itself, writes nothing into a home, and ends when told to', async () => {
    const service = await run(['--port', '0', '--tls-port', '0'], /not for production/);
    const endpoint = /http:\/\/\S+/.exec(service.output())?.[0] ?? '';
    const client = new RekognitionClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const detect = (name: string) =>
      client.send(new DetectFacesCommand({ Image: { S3Object: { Bucket: 'photos', Name: name } } }));
    expect((await detect('audrey.jpg')).FaceDetails).toHaveLength(1);
    await expect(detect('nobody.jpg')).rejects.toMatchObject({ name: 'InvalidS3ObjectException' });
    client.destroy();

    const ca = await readFile(join(dataDir, 'certificate', 'ca.pem'));
    const port = /wss:\/\/localhost:(\d+)/.exec(service.output())?.[1];
    const health = request({ host: 'localhost', port, path: '/_local/rekognition/health', ca }).end();
    const [response] = await once(health, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();

    const second = await run(['--port', '0', '--tls-port', '0']);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`is in use by process ${service.child.pid}`);

    service.child.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.output()).not.toContain('NodeVersionSupportWarning');
    // no id of the device, no events kept for a vendor
    expect(await readdir(home)).toEqual([]);
  });

  it.each([
    ['--port', '70000'],
    ['--color', 'blue'],
  ])('refuses %s %s and says what it takes', async (option, value) => {
    const refused = await run([option, value]);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('--face-model-version V');
    expect(refused.output()).not.toMatch(/\n\s+at /);
  });
});
