import { describe, expect, it } from 'vitest';
import { sessionStatus } from '../../../lambda/sessions/domain/session-status.ts';
import { refuseClosedSession } from '../../../lambda/sessions/refuse-closed-session.ts';
import { aClient, aSession, minutesAfter } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function asked(minutes: number, session = aSession(), caller = aClient()) {
  const { emit, metrics } = recordedMetrics();
  const result = refuseClosedSession(caller, {
    sessions: new InMemorySessionStore(session),
    clock: () => minutesAfter(minutes),
    emit,
  });
  return { result, metrics };
}
const refusal = { code: 'session_closed' };
const CLOSED = ['canceled', 'expired', 'abandoned'] as const;
const OTHERS = sessionStatus.options.filter((status) => !(CLOSED as readonly string[]).includes(status));

describe('a client token', () => {
  it.each(OTHERS)('serves while its session is %s', async (status) => {
    const { result, metrics } = asked(1, aSession({ status }));
    await expect(result).resolves.toBeUndefined();
    expect(metrics).toEqual([]);
  });

  it.each(CLOSED)('is refused once its session is %s, and counted', async (status) => {
    const { result, metrics } = asked(1, aSession({ status }));
    await expect(result).rejects.toMatchObject(refusal);
    expect(metrics).toEqual([{ name: 'ClientToken', value: 1, dimensions: { Result: 'closed' } }]);
  });

  it('is refused from the minute in which its session expires, before the sweep writes it', async () => {
    await expect(asked(59).result).resolves.toBeUndefined();
    await expect(asked(60).result).rejects.toMatchObject(refusal);
    await expect(asked(60, aSession({ liveness_failures: 1 })).result).rejects.toMatchObject(refusal);
  });

  it('reads the result of a decided session for a day, whatever API Gateway has kept', async () => {
    const decided = aSession({ status: 'approved' });
    await expect(asked(25 * 60 - 1, decided).result).resolves.toBeUndefined();
    await expect(asked(25 * 60, decided).result).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining('can no longer be read'),
    });
  });

  it('is refused if its session was deleted', async () => {
    await expect(asked(1, aSession(), aClient('vs_2')).result).rejects.toMatchObject(refusal);
  });
});
