import { expect, it } from 'vitest';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { createCheck } from '../../../lambda/kernel/check.ts';
import { operatorReport } from '../../../lambda/sessions/domain/operator-report.ts';
import { getVerificationReport } from '../../../lambda/sessions/get-verification-report.ts';
import {
  aCaller,
  aCompleteSession,
  aLivenessSession,
  anOperator,
  aSession,
  minutesAfter,
  NOON,
} from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

it('shows what only operators may know, with every liveness attempt of the session', async () => {
  const sessions = new InMemorySessionStore(aSession());
  sessions.addLiveness(
    aLivenessSession({ id: 'liveness-1', status: 'failed' }),
    aLivenessSession({ id: 'other', verification_session_id: 'vs_2' }),
  );
  const reportAt = (now: Date) => getVerificationReport(anOperator(), 'vs_1', { sessions, clock: () => now });
  expect(await reportAt(NOON)).toMatchObject({
    id: 'vs_1',
    device_id: 'phone-1',
    status: 'requires_input',
    billable_calls: {},
    liveness_sessions: [{ id: 'liveness-1', status: 'failed' }],
  });
  expect((await reportAt(minutesAfter(60))).status).toBe('expired');
});

it('shows a backend reasons and measures, and no key of an image', async () => {
  const key = (name: string) => ({ key: `acme/vs_1/${name}` });
  const checks = { face_match: createCheck({ reasons: ['face_mismatch'], calls: {} }, NOON, NOON, {}) };
  const session = aCompleteSession({
    runs: 2,
    checks,
    earlier_runs: [{ run: 1, checks, document: key('document/first') }],
  });
  const sessions = new InMemorySessionStore(session);
  sessions.addLiveness(aLivenessSession({ status: 'passed', audit_images: [key('liveness/audit')] }));
  const reportTo = (caller: Caller) => getVerificationReport(caller, 'vs_1', { sessions, clock: () => NOON });
  const report = await reportTo(aCaller(['reports'], 'client-1'));
  expect(report).toMatchObject({
    checks: [{ name: 'face_match', reason_codes: ['face_mismatch'] }],
    earlier_runs: [{ run: 1, checks: [{ name: 'face_match' }] }],
    liveness_sessions: [{ status: 'passed' }],
  });
  expect(operatorReport.parse(report)).toEqual(report);
  const images = ['liveness/reference', 'document/doc_1', 'document/first', 'liveness/audit'];
  const textTo = async (caller: Caller) => JSON.stringify(await reportTo(caller));
  for (const image of images) {
    expect(await textTo(anOperator())).toContain(image);
    expect(JSON.stringify(report)).not.toContain(image);
  }
});

it('refuses the session of another tenant', async () => {
  const sessions = new InMemorySessionStore(aSession());
  const caller = { ...anOperator(), tenant: 'other' };
  const asked = getVerificationReport(caller, 'vs_1', { sessions, clock: () => NOON });
  await expect(asked).rejects.toMatchObject({ code: 'not_found' });
});
