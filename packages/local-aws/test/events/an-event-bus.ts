import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { onTestFinished } from 'vitest';
import type { TemplateResource } from '../../src/emulator.ts';
import { createEvents, type Events } from '../../src/events/events.ts';
import { OWNER } from '../../src/principal.ts';

export interface Delivered {
  readonly arn: string;
  readonly payload: unknown;
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'events-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const RULE_ARN = 'arn:aws:events:us-east-1:000000000000:rule/rule';

export const aRule = (properties: object): TemplateResource => ({
  stack: 'Test',
  logicalId: 'Rule',
  type: 'AWS::Events::Rule',
  properties: { Targets: [{ Id: 'target', Arn: 'arn:target' }], ...properties },
  ref: 'rule',
  arn: RULE_ARN,
  deletionPolicy: undefined,
});

/** An event bus with its rules, and what it delivered. `fails` says whether a target refuses. */
export async function anEventBus(
  resources: readonly TemplateResource[],
  options: { dataDir?: string; clock?: ManualClock; fails?: (arn: string) => boolean } = {},
) {
  const delivered: Delivered[] = [];
  const attempts: string[] = [];
  const clock = options.clock ?? new ManualClock();
  const events = await createEvents({
    dataDir: options.dataDir ?? (await aFolder()),
    clock,
    region: 'us-east-1',
    accountId: '000000000000',
    deliver: async (arn, payload) => {
      attempts.push(arn);
      if (options.fails?.(arn)) throw new Error('refused');
      delivered.push({ arn, payload });
    },
  });
  await events.provision(resources);
  return { events, clock, delivered, attempts, put: (...entries: object[]) => putEvents(events, entries) };
}

export async function putEvents(events: Events, Entries: readonly object[]) {
  const response = await events.handle({
    method: 'POST',
    url: new URL('http://localhost/'),
    headers: {},
    body: Buffer.from(JSON.stringify({ Entries })),
    operation: 'PutEvents',
    principal: OWNER,
    requestId: 'request',
  });
  return JSON.parse(String(response.body));
}

export const anEntry = (more: object = {}) => ({
  Source: 'verification',
  DetailType: 'Decided',
  Detail: JSON.stringify({ outcome: 'approved', user: { id: 'usr_1' } }),
  ...more,
});

/** How long real work, such as writing to disk, may take on a busy machine. */
const DEADLINE_MS = 20_000;

/** Waits until what was begun has come so far. */
export async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + DEADLINE_MS; !condition(); ) {
    if (Date.now() > deadline) throw new Error(`it did not come to that within ${DEADLINE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
