import { describe, expect, it } from 'vitest';
import { currentTenant } from '../../../lambda/platform/tenant-scope.ts';
import { triggerHandler } from '../../../lambda/platform/trigger-handler.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

interface Event {
  readonly tenant?: string;
  readonly response: unknown;
}

function aTrigger(respond: (event: Event) => Promise<unknown>) {
  const { emit, metrics } = recordedMetrics();
  const logged: unknown[][] = [];
  const log = { info: () => {}, error: (...line: unknown[]) => void logged.push(line) };
  const handler = triggerHandler<Event>(
    'define-auth-challenge',
    {
      tenantOf: ({ tenant }) => tenant,
      respond,
      answerOf: (error) => (error instanceof RangeError ? `answer: ${error.message}` : undefined),
    },
    { log, emit },
  );
  return { handler, logged, metrics };
}

describe('a trigger of the user pool', () => {
  it("returns its event with a response, and works within the user's tenant", async () => {
    const { handler } = aTrigger(async () => ({ tenant: currentTenant() }));
    expect(await handler({ tenant: 'acme', response: {} })).toEqual({
      tenant: 'acme',
      response: { tenant: 'acme' },
    });
    expect((await handler({ response: {} })).response).toEqual({ tenant: undefined });
  });

  it('fails with the text of an answer, which the app is shown', async () => {
    const { handler, logged, metrics } = aTrigger(async () => {
      throw new RangeError('not enrolled');
    });
    await expect(handler({ response: {} })).rejects.toThrow(/^answer: not enrolled$/);
    expect([logged, metrics]).toEqual([[], []]);
  });

  it('fails without saying why for any other error, which is logged and counted', async () => {
    const fault = new Error('table control-1 is gone');
    const { handler, logged, metrics } = aTrigger(async () => {
      throw fault;
    });
    await expect(handler({ response: {} })).rejects.toThrow(/^internal error$/);
    expect(logged).toEqual([['triggerFailed', { task: 'define-auth-challenge' }, fault]]);
    expect(metrics).toEqual([
      { name: 'FaceLoginFault', value: 1, dimensions: { Trigger: 'define-auth-challenge' } },
    ]);
  });
});
