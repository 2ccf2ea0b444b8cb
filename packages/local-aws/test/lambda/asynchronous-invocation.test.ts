import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aLambda, type LambdaFixture } from './a-lambda.ts';

const MINUTE_MS = 60_000;
const SUCCESS_ARN = 'arn:aws:sqs:us-east-1:000000000000:succeeded';
const FAILURE_ARN = 'arn:aws:sqs:us-east-1:000000000000:failed';
const DEAD_LETTER_ARN = 'arn:aws:sqs:us-east-1:000000000000:dead';

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

describe('an invocation that nobody waits for', () => {
  it('is retried after one minute and after two more, then goes to the destination for failures', async () => {
    const fixture = await open({
      Fn: {
        ...FAILING,
        eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: FAILURE_ARN } } },
      },
    });
    await fixture.lambda.invokeLater(fixture.arn('Fn'), { id: 7 });

    await untilNextAttempt(fixture, 1, MINUTE_MS);
    await untilNextAttempt(fixture, 2, 2 * MINUTE_MS);

    await expect
      .poll(() => fixture.delivered, { timeout: 20_000 })
      .toEqual([
        {
          targetArn: FAILURE_ARN,
          payload: expect.objectContaining({
            requestPayload: { id: 7 },
            requestContext: expect.objectContaining({
              condition: 'RetriesExhausted',
              approximateInvokeCount: 3,
            }),
            responsePayload: expect.objectContaining({
              errorType: 'RangeError',
              errorMessage: 'out of range',
            }),
          }),
        },
      ]);
    expect(invocations(fixture)).toBe(3);
  });

  it('sends the event itself to the dead-letter queue when the template gives one', async () => {
    const fixture = await open({
      Fn: {
        ...FAILING,
        properties: { DeadLetterConfig: { TargetArn: DEAD_LETTER_ARN } },
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
      },
    });
    await fixture.lambda.invokeLater(fixture.arn('Fn'), { id: 7 });

    await expect
      .poll(() => fixture.delivered, { timeout: 20_000 })
      .toEqual([{ targetArn: DEAD_LETTER_ARN, payload: { id: 7 } }]);
  });

  it('tells the destination for successes what the function answered', async () => {
    const fixture = await open({
      Fn: {
        ...SUCCEEDING,
        eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: SUCCESS_ARN } } },
      },
    });
    await fixture.lambda.invokeLater(fixture.arn('Fn'), { id: 7 });

    await expect
      .poll(() => fixture.delivered, { timeout: 20_000 })
      .toEqual([
        { targetArn: SUCCESS_ARN, payload: expect.objectContaining({ responsePayload: { seen: 7 } }) },
      ]);
  });

  it('is not retried when the next attempt would be later than the event may grow old', async () => {
    const fixture = await open({
      Fn: {
        ...FAILING,
        eventInvokeConfig: {
          MaximumEventAgeInSeconds: 30,
          DestinationConfig: { OnFailure: { Destination: FAILURE_ARN } },
        },
      },
    });
    await fixture.lambda.invokeLater(fixture.arn('Fn'), {});

    await expect
      .poll(() => fixture.delivered, { timeout: 20_000 })
      .toEqual([
        {
          targetArn: FAILURE_ARN,
          payload: expect.objectContaining({
            requestContext: expect.objectContaining({ condition: 'EventAgeExceeded' }),
          }),
        },
      ]);
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
