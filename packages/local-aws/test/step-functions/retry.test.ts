import { ManualClock } from '@face-idv/local-rekognition/testing/manual-clock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Retrier } from '../../src/step-functions/definition.ts';
import { matchesError, retryDelaySeconds } from '../../src/step-functions/retry.ts';
import { aMachine, aTask } from './a-machine.ts';
import { aWorkflow, Failure } from './a-workflow.ts';

describe('Retry', () => {
  const retrying = (retry: readonly Retrier[], more: object = {}) =>
    aMachine({ Work: { ...aTask('flaky'), Retry: retry, End: true, ...more } });

  it('tries again after its interval, each time longer, and counts', async () => {
    const clock = new ManualClock();
    const counts: number[] = [];
    const task = aTask('flaky', '{% $states.context.State.RetryCount %}');
    const retry = [
      { ErrorEquals: ['Flaky'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 },
    ];
    const workflow = await aWorkflow(aMachine({ Work: { ...task, Retry: retry, End: true } }), {
      clock,
      functions: {
        flaky: (count: number) => {
          counts.push(count);
          if (count < 3) throw new Failure('Flaky');
          return 'done';
        },
      },
    });
    const execution = await workflow.start();
    for (const seconds of [2, 6, 10]) {
      await clock.asleep();
      expect(clock.remaining).toEqual([seconds * 1000]);
      clock.advance(seconds * 1000);
    }
    expect(await workflow.ended(execution)).toMatchObject({ output: '"done"' });
    expect(counts).toEqual([0, 1, 2, 3]);
  });

  it('gives up after MaxAttempts, and Catch gets the error', async () => {
    const clock = new ManualClock();
    let attempts = 0;
    const workflow = await aWorkflow(
      aMachine({
        Work: {
          ...aTask('flaky'),
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }],
          Catch: [
            {
              ErrorEquals: ['States.TaskFailed'],
              Next: 'Handle',
              Assign: { why: '{% $states.errorOutput.Error %}' },
              Output: '{% $states.input %}',
            },
          ],
          End: true,
        },
        Handle: { Type: 'Pass', Output: { input: '{% $states.input %}', why: '{% $why %}' }, End: true },
      }),
      {
        clock,
        functions: {
          flaky: () => {
            attempts++;
            throw new Failure('Flaky');
          },
        },
      },
    );
    const execution = await workflow.start({ a: 1 });
    await clock.asleep();
    clock.advance(1000);
    expect(await workflow.ended(execution)).toMatchObject({ output: '{"input":{"a":1},"why":"Flaky"}' });
    expect(attempts).toBe(2);
  });

  it('makes no attempt for an error that it does not name', async () => {
    let attempts = 0;
    const flaky = () => {
      attempts++;
      throw new Failure('Other');
    };
    const workflow = await aWorkflow(retrying([{ ErrorEquals: ['Flaky'] }]), { functions: { flaky } });
    expect(await workflow.run()).toMatchObject({ error: 'Other' });
    expect(attempts).toBe(1);
  });

  const retrier = fc.record({
    IntervalSeconds: fc.integer({ min: 1, max: 100 }),
    BackoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
    MaxDelaySeconds: fc.integer({ min: 1, max: 1000 }),
  });
  const base = { ErrorEquals: ['States.ALL'] };

  it('never waits shorter than before, nor longer than MaxDelaySeconds', () => {
    fc.assert(
      fc.property(retrier, fc.nat(20), (fields, used) => {
        const delay = (count: number) => retryDelaySeconds({ ...base, ...fields }, count, () => 0);
        expect(delay(used + 1)).toBeGreaterThanOrEqual(delay(used));
        expect(delay(used)).toBeLessThanOrEqual(fields.MaxDelaySeconds);
        expect(delay(0)).toBe(Math.min(fields.IntervalSeconds, fields.MaxDelaySeconds));
      }),
    );
  });

  it('takes with full jitter a random share of the same delay', () => {
    fc.assert(
      fc.property(
        retrier,
        fc.nat(20),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (fields, used, share) => {
          const plain = retryDelaySeconds({ ...base, ...fields }, used, () => share);
          const jittered = retryDelaySeconds(
            { ...base, ...fields, JitterStrategy: 'FULL' },
            used,
            () => share,
          );
          expect(jittered).toBeCloseTo(plain * share);
        },
      ),
    );
  });

  it.each([
    ['States.ALL', 'Anything', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['Anything', 'Other', false],
  ])('%s stands for %s: %s', (name, error, expected) => {
    expect(matchesError([name], error)).toBe(expected);
  });
});
