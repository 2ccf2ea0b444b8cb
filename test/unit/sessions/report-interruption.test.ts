import { expect, it } from 'vitest';
import { reportInterruption } from '../../../lambda/sessions/report-interruption.ts';
import { aCaller, aSession, minutesAfter, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const report = (sessions: InMemorySessionStore, minutes = 0) =>
  reportInterruption(
    aCaller(),
    'vs_1',
    { reason: 'camera_permission_denied' },
    { sessions, clock: () => minutesAfter(minutes) },
  );

it('keeps why and where a person stops, and leaves the session open', async () => {
  const sessions = new InMemorySessionStore(aSession({ sequence: 2 }));
  expect(await report(sessions)).toMatchObject({ status: 'requires_input' });
  expect(sessions.stored(TENANT, 'vs_1')).toMatchObject({
    status: 'requires_input',
    sequence: 2,
    interruption: { reason: 'camera_permission_denied', step: 'liveness', reported_at: NOON.toISOString() },
  });
  expect(sessions.events).toEqual([]);
});

it('shows the app nothing of it', async () => {
  const sessions = new InMemorySessionStore(aSession());
  expect(JSON.stringify(await report(sessions))).not.toMatch(/interruption|camera/);
});

it('refuses a session that is over, unknown, or ends at this moment', async () => {
  await expect(report(new InMemorySessionStore(aSession()), 61)).rejects.toMatchObject({
    code: 'session_expired',
  });
  await expect(report(new InMemorySessionStore(aSession({ status: 'canceled' })))).rejects.toMatchObject({
    code: 'invalid_state',
  });
  await expect(report(new InMemorySessionStore())).rejects.toMatchObject({ code: 'not_found' });
  const racing = new InMemorySessionStore(aSession());
  racing.setInterruption = async () => {
    await racing.move(TENANT, 'vs_1', 'cancel');
    return false;
  };
  await expect(report(racing)).rejects.toMatchObject({ code: 'invalid_state' });
});
