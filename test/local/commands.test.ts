import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudStatus } from '@face-idv/local-aws';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideCase, printCases } from '../../local/commands/cases.ts';
import { printLogs } from '../../local/commands/logs.ts';
import { resetData } from '../../local/commands/reset.ts';
import { printStatus } from '../../local/commands/status.ts';
import { printToken } from '../../local/commands/token.ts';
import { receiveWebhooks } from '../../local/commands/webhooks.ts';

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

describe('the cases that wait for a person', () => {
  const CASES = [
    {
      id: 'rc_2',
      reason: 'possible_duplicate',
      status: 'open',
      session: { id: 'vs_1', user_id: 'bob' },
      similarity: 99.46,
      possible_findings: ['allow_pair', 'same_person'],
    },
    {
      id: 'rc_1',
      reason: 'possible_duplicate',
      status: 'assigned',
      users: [{ user_id: 'ann' }, { user_id: 'bob' }],
      possible_findings: ['allow_pair'],
    },
    { id: 'rc_0', reason: 'sampled', status: 'decided', possible_findings: [] },
  ];
  const posted: unknown[] = [];
  const reviewer =
    (data: unknown[] = CASES) =>
    () => ({
      get: async <T>(path: string) =>
        (path.startsWith('/review-cases?') ? { data } : CASES.find(({ id }) => path.endsWith(id))) as T,
      post: async <T>(path: string, body?: unknown) => {
        posted.push([path, body]);
        return { revision: 7, status: 'decided' } as T;
      },
      delete: async () => {},
    });

  it('are printed with the command that decides each', async () => {
    await aRunningCloud();
    await printCases(directory, print, reviewer());
    expect(printed).toEqual([
      'rc_2  possible_duplicate, open, about bob, 99.5 % similar',
      '  npm run local -- decide rc_2 <allow_pair | same_person>',
      'rc_1  possible_duplicate, assigned, about ann and bob',
      '  npm run local -- decide rc_1 <allow_pair>',
    ]);
    printed.length = 0;
    await printCases(directory, print, reviewer([]));
    expect(printed).toEqual(['no case waits for a person']);
  });

  it('are taken and decided as they were read', async () => {
    await aRunningCloud();
    await decideCase(directory, 'rc_2', 'allow_pair', print, reviewer());
    expect(posted).toEqual([
      ['/review-cases/rc_2/assign', {}],
      ['/review-cases/rc_2/decision', { revision: 7, finding: 'allow_pair' }],
    ]);
    expect(printed).toEqual(['rc_2 is decided: allow_pair']);
  });

  it('are left alone by a finding that does not answer them, which names those that do', async () => {
    await aRunningCloud();
    posted.length = 0;
    await expect(decideCase(directory, 'rc_2', 'nope', print, reviewer())).rejects.toThrow(
      'nope does not answer possible_duplicate; decide rc_2 with one of: allow_pair, same_person',
    );
    expect(posted).toEqual([]);
  });

  it('need a stack that runs', async () => {
    await expect(printCases(directory, print)).rejects.toThrow('npm start');
    await expect(decideCase(directory, 'rc_2', 'attack', print)).rejects.toThrow('npm start');
  });
});

describe('webhooks', () => {
  const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

  /** A backend that creates an endpoint with a known secret. */
  function aBackend() {
    const calls: unknown[] = [];
    const api = {
      get: async <T>() => ({}) as T,
      post: async <T>(path: string, body?: unknown) => {
        calls.push(['POST', path, body]);
        return { id: 'we_1', secret } as T;
      },
      delete: async (path: string) => {
        calls.push(['DELETE', path]);
      },
    };
    return { calls, backend: () => api };
  }
  const event = {
    type: 'consent.given',
    subject: 'user-1',
    time: '2026-03-02T12:00:00.000Z',
    data: { a: 1 },
  };

  it('are verified and printed by a receiver, whose endpoint is deleted with it', async () => {
    await aRunningCloud();
    const { calls, backend } = aBackend();
    const closers: (() => Promise<void>)[] = [];
    const ending = { onEnd: (close: () => Promise<void>) => void closers.push(close) };
    const url = await receiveWebhooks(directory, print, ending, backend);
    expect(calls).toEqual([['POST', '/webhook-endpoints', { url, description: expect.any(String) }]]);
    printed.length = 0;

    const body = JSON.stringify(event);
    const post = async (key: string) => {
      const now = new Date();
      const headers = {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign('evt_1', now, body),
      };
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    expect(await post(secret)).toBe(204);
    expect(printed).toEqual([`${event.time}  consent.given  user-1`, '  {"a":1}']);
    expect(await post(`whsec_${Buffer.alloc(32, 2).toString('base64')}`)).toBe(400);
    expect(printed).toHaveLength(2);

    for (const close of closers.toReversed()) await close();
    expect(calls.at(-1)).toEqual(['DELETE', '/webhook-endpoints/we_1']);
    await expect(post(secret)).rejects.toThrow('fetch failed');
  });

  it('need a stack that runs', async () => {
    await expect(receiveWebhooks(directory, print, { onEnd: () => {} })).rejects.toThrow('npm start');
  });
});
