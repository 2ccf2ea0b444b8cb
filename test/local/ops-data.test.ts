import { serveEmulator } from '@face-idv/local-aws/testing/serve-emulator';
import { describe, expect, it } from 'vitest';
import { serveOpsData } from '../../local/pages/ops-data.ts';

/** Nothing listens there: what is refused is refused before CloudWatch is asked. */
const CLOUD_WATCH = { endpoint: 'http://localhost:1', region: 'eu-west-1' };
const runbook = new URL('../../docs/runbook.md', import.meta.url);

/** A CloudWatch with two pages of alarms. */
const twoPages = () =>
  serveEmulator({
    service: 'monitoring',
    operations: ['DescribeAlarms'],
    resourceTypes: [],
    provision: async () => {},
    handle: async ({ body }) => {
      const { NextToken } = JSON.parse(body.toString() || '{}');
      const alarm = { AlarmName: NextToken ?? 'first', AlarmArn: 'arn', StateValue: 'OK' };
      const answer = { MetricAlarms: [alarm], ...(NextToken ? {} : { NextToken: 'second' }) };
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(answer),
      };
    },
    close: async () => {},
  });

const ask = async (method: string, path: string, headers: Record<string, string> = {}, body = '') => {
  const request = {
    ...{ method, url: new URL(path, 'http://localhost:4580'), body: Buffer.from(body) },
    headers: { host: 'localhost:4580', ...headers },
  };
  return serveOpsData(runbook, () => CLOUD_WATCH)(request);
};

describe('the data of the operations page', () => {
  it('has the runbook', async () => {
    const answer = await ask('GET', '/ops/data/runbook', { origin: 'http://localhost:4580' });
    expect(JSON.parse(String(answer?.body)).markdown).toContain('## Registrations failing');
  });

  it('has every alarm, however many pages CloudWatch gives them in', async () => {
    const { clientConfig, close } = await twoPages();
    const url = new URL('http://localhost:4580/ops/data/alarms');
    const request = { method: 'GET', url, headers: { host: 'localhost:4580' }, body: Buffer.alloc(0) };
    const answer = await serveOpsData(runbook, () => clientConfig)(request);
    await close();
    const { alarms } = JSON.parse(String(answer?.body)) as { alarms: { name: string }[] };
    expect(alarms.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it.each([
    ['a name that another site may own', { host: 'attacker.example:4580' }],
    ['an address of the network', { host: '192.0.2.1:4580' }],
    ['a page of another site', { origin: 'https://attacker.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that only begins so', { host: 'localhost.attacker.example' }],
  ])('is refused to %s', async (_who, headers) => {
    expect((await ask('GET', '/ops/data/runbook', headers))?.status).toBe(403);
  });

  it.each([
    ['POST', '/ops/data/alarms'],
    ['GET', '/ops/data/metrics'],
    ['DELETE', '/ops/data/dashboards'],
    ['GET', '/ops/data/toString'],
  ])('has nothing else: %s %s', async (method, path) => {
    expect((await ask(method, path))?.status).toBe(404);
  });

  it.each(['', '{}', '[]', '{"start":0,"end":1,"queries":[]}'])('needs queries: %j', async (body) => {
    const answer = await ask('POST', '/ops/data/metrics', {}, body);
    expect(answer?.status).toBe(400);
    expect(String(answer?.body)).toContain('GetMetricData');
  });

  it('waits for the stack', async () => {
    const starting = serveOpsData(runbook, () => undefined);
    const url = new URL('http://localhost:4580/ops/data/alarms');
    const headers = { host: 'localhost:4580' };
    expect((await starting({ method: 'GET', url, headers, body: Buffer.alloc(0) }))?.status).toBe(503);
  });

  it('leaves the page itself, and everything else, to others', async () => {
    expect(await ask('GET', '/ops')).toBeUndefined();
    expect(await ask('GET', '/v1/verification-sessions')).toBeUndefined();
  });
});
