import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLambda, type LambdaFixture } from './a-lambda.ts';

const MINUTE_MS = 60_000;
const SIX_HOURS_MS = 6 * 60 * MINUTE_MS;

const SUCCEEDING = { source: 'export const handler = async (event) => ({ seen: event.id });' };
const FAILING = { source: 'export const handler = async () => { throw new RangeError("out of range") };' };

let dataDir: string;
let clock: ManualClock;
const opened: LambdaFixture[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lambda-'));
  clock = new ManualClock();
});
afterEach(async () => {
  for (const fixture of opened.splice(0)) await fixture.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(functions: Parameters<typeof aLambda>[0]): Promise<LambdaFixture> {
  const fixture = await aLambda(functions, { clock, dataDir });
  opened.push(fixture);
  return fixture;
}

const invocations = ({ telemetry }: LambdaFixture): number =>
  telemetry.metrics.filter(({ name }) => name === 'Invocations').length;

/** Waits until the failed attempt waits for its retry, then moves the clock to it. */
async function untilNextAttempt(fixture: LambdaFixture, attempts: number, delayMs: number): Promise<void> {
  await expect.poll(() => invocations(fixture), { timeout: 20_000 }).toBe(attempts);
  await expect.poll(() => clock.remaining, { timeout: 20_000 }).toContain(delayMs);
  clock.advance(delayMs);
}

/** Waits until the journal holds the end of the event. */
const untilDone = () =>
  expect
    .poll(() => readFile(join(dataDir, 'lambda', 'asynchronous.jsonl'), 'utf8'), { timeout: 20_000 })
    .toContain('"done"');

describe('an invocation that nobody waits for', () => {
  it('is retried after one minute and after two more, and then given up', async () => {
    const fixture = await open({ Fn: FAILING });
    await fixture.lambda.invokeLater(fixture.arn('Fn'), { id: 7 });

    await untilNextAttempt(fixture, 1, MINUTE_MS);
    await untilNextAttempt(fixture, 2, 2 * MINUTE_MS);

    await untilDone();
    expect(invocations(fixture)).toBe(3);
  });

  it('is not retried when it is older than six hours', async () => {
    const first = await open({ Fn: FAILING });
    await first.lambda.invokeLater(first.arn('Fn'), { id: 7 });
    await expect.poll(() => clock.remaining, { timeout: 20_000 }).toContain(MINUTE_MS);
    await first.close();
    clock.advance(SIX_HOURS_MS);

    const second = await open({ Fn: FAILING });
    await untilDone();
    expect(invocations(second)).toBe(1);
  });

  it('has no dead-letter queue: a function with one is refused', async () => {
    const properties = { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' } };
    await expect(open({ Fn: { ...FAILING, properties } })).rejects.toThrow(
      'Fn: dead-letter queues of functions are not emulated',
    );
  });

  it('is tried again by the next process, at the time that was planned', async () => {
    const first = await open({ Fn: FAILING });
    await first.lambda.invokeLater(first.arn('Fn'), { id: 7 });
    await expect.poll(() => clock.remaining, { timeout: 20_000 }).toContain(MINUTE_MS);
    await first.lambda.close();

    const second = await open({ Fn: FAILING });
    expect(invocations(second)).toBe(0);
    clock.advance(MINUTE_MS);

    await expect.poll(() => invocations(second), { timeout: 20_000 }).toBe(1);
  });

  it('does not run again once it has succeeded', async () => {
    const first = await open({ Fn: SUCCEEDING });
    await first.lambda.invokeLater(first.arn('Fn'), {});
    await expect
      .poll(() => first.telemetry.metrics.filter(({ name }) => name === 'Errors'), { timeout: 20_000 })
      .toHaveLength(1);
    await first.close();

    const second = await open({ Fn: SUCCEEDING });
    await second.lambda.invokeLater(second.arn('Fn'), { id: 'another' });
    await expect
      .poll(() => second.telemetry.metrics.filter(({ name }) => name === 'Errors'), { timeout: 20_000 })
      .toHaveLength(1);

    expect(invocations(second)).toBe(1);
  });
});
