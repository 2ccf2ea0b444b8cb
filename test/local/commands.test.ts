import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudStatus } from '@face-idv/local-aws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printLogs } from '../../local/commands/logs.ts';
import { resetData } from '../../local/commands/reset.ts';
import { printStatus } from '../../local/commands/status.ts';
import { printToken } from '../../local/commands/token.ts';

let directory: string;
let printed: string[];
let cloud: Server | undefined;
const print = (line: string): void => void printed.push(line);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'commands-'));
  printed = [];
});
afterEach(async () => {
  cloud?.closeAllConnections();
  cloud?.close();
  cloud = undefined;
  await rm(directory, { recursive: true, force: true });
});

/** Something that answers as a running local cloud does, and has announced itself. */
async function aRunningCloud(): Promise<string> {
  const status: CloudStatus = {
    endpoint: 'http://localhost:4580',
    liveness_stream: 'wss://localhost:4581',
    region: 'eu-west-1',
    process_id: 42,
    started_at: '2026-11-22T21:00:00.000Z',
    resident_mb: 150,
    apis: { verification: 'http://localhost:4580/v1' },
    outputs: {},
    resources: { 'AWS::DynamoDB::Table': 3 },
    template_changes: ['new: AWS::SQS::Queue Stack/Queue'],
    not_emulated: ['AWS::CloudFront::Distribution (1)'],
  };
  const answers: Readonly<Record<string, unknown>> = {
    '/_local/status': status,
    '/_local/metrics': {
      alarms: [
        { name: 'API faults', state: 'ALARM' },
        { name: 'Other', state: 'OK' },
      ],
    },
    '/_local/logs': { events: [{ time: 0, group: '/aws/lambda/a', stream: 's', message: 'a line' }] },
  };
  const server = createServer((request, response) => {
    response.end(JSON.stringify(answers[(request.url ?? '').split('?')[0] ?? '']));
  }).listen(0, '127.0.0.1');
  cloud = server;
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await writeFile(join(directory, 'running.json'), JSON.stringify({ endpoint }));
  return endpoint;
}

describe('status', () => {
  it('prints addresses, alarms, resources, changes and what is not emulated', async () => {
    await aRunningCloud();
    await printStatus(directory, print);

    const text = printed.join('\n');
    for (const expected of [
      'http://localhost:4580/v1',
      'wss://localhost:4581',
      'API faults',
      '3  AWS::DynamoDB::Table',
      'new: AWS::SQS::Queue',
      'AWS::CloudFront::Distribution (1)',
    ]) {
      expect(text).toContain(expected);
    }
  });

  it('says how to start a local cloud that is not running', async () => {
    await printStatus(directory, print);

    expect(printed).toEqual(['the local cloud is not running; start it with: npm start']);
  });
});

describe('logs', () => {
  it('prints lines with their time and group', async () => {
    await aRunningCloud();
    await printLogs(directory, { group: 'lambda', follow: false }, print);

    expect(printed).toEqual(['1970-01-01T00:00:00.000Z /aws/lambda/a  a line']);
  });
});

describe('reset', () => {
  it('forgets everything but the converted models', async () => {
    const dataDir = join(directory, 'data');
    for (const folder of ['dynamodb', 'rekognition/models', 'rekognition/collections']) {
      await mkdir(join(dataDir, folder), { recursive: true });
      await writeFile(join(dataDir, folder, 'file'), 'x');
    }
    await resetData(directory, print);

    const left = await readdir(dataDir, { recursive: true });
    expect(left.toSorted()).toEqual(['rekognition', 'rekognition/models', 'rekognition/models/file']);
  });

  it('does nothing where there is nothing', async () => {
    await resetData(directory, print);

    expect(printed).toHaveLength(1);
  });

  it('refuses while the local cloud runs', async () => {
    const endpoint = await aRunningCloud();

    await expect(resetData(directory, print)).rejects.toThrow(
      `the local cloud is running at ${endpoint}; stop it before you reset`,
    );
  });
});

describe('token', () => {
  const tokensOf = ({ endpoint }: { readonly endpoint: string }) => ({
    user: async (account: string) => `token of ${account} at ${endpoint}`,
    backend: async () => `token of the backend at ${endpoint}`,
  });

  it.each([
    ['olivia', 'token of olivia'],
    ['backend', 'token of the backend'],
  ])('prints that of %s alone', async (name, token) => {
    const endpoint = await aRunningCloud();
    await printToken(directory, name, print, tokensOf);
    expect(printed).toEqual([`${token} at ${endpoint}`]);
  });

  it('says how to start a cloud that does not run', async () => {
    await expect(printToken(directory, 'olivia', print, tokensOf)).rejects.toThrow('npm start');
  });
});
