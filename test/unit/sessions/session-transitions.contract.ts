import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../../../lambda/abuse/domain/lockout.ts';
import type { LockoutLedgerStore } from '../../../lambda/abuse/ports/lockout-ledger.ts';
import { abandon } from '../../../lambda/enrollment/domain/face-deletion.ts';
import type { EnrollmentStore } from '../../../lambda/enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../../../lambda/enrollment/ports/face-deletions.ts';
import type { Check } from '../../../lambda/kernel/check.ts';
import { NO_OPEN_SESSIONS, type OpenSession } from '../../../lambda/sessions/domain/open-sessions.ts';
import type { SessionEvent } from '../../../lambda/sessions/domain/session-event.ts';
import { tryAgain } from '../../../lambda/sessions/domain/session-run.ts';
import type { OpenSessionsStore } from '../../../lambda/sessions/ports/open-sessions-store.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';
import type { SessionTransitions } from '../../../lambda/sessions/ports/session-transitions.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import {
  aClaim,
  aCompleteSession,
  aLivenessSession,
  anIndexedFace,
  aSession,
  NOON,
} from '../../support/lambda/builders.ts';
import { unique } from '../../support/lambda/unique.ts';

export interface TransitionStores {
  readonly sessions: SessionStore;
  readonly transitions: SessionTransitions;
  readonly openSessions: OpenSessionsStore;
  readonly lockouts: LockoutLedgerStore;
  readonly enrollments: EnrollmentStore;
  readonly deletions: FaceDeletions;
  /** Events of a session as they were written, in order. */
  readonly eventsOf: (tenant: string, sessionId: string) => Promise<readonly SessionEvent[]>;
}

const aCheck = (duration_ms: number): Check => ({
  status: 'passed',
  reason_codes: [],
  measures: [],
  started_at: NOON.toISOString(),
  duration_ms,
  billable_calls: {},
  cost_usd: 0,
});

async function aStoredSession({ transitions }: TransitionStores, changes = {}) {
  const tenant = unique('tenant');
  const session = aSession({ ...changes, tenant });
  await transitions.create(aCreatedSession(session), []);
  return { tenant, session };
}

const pick = ({ id, expires_at }: OpenSession): OpenSession => ({ id, expires_at });

/** A stored session that has begun a liveness session. */
async function aBegunCheck(stores: TransitionStores) {
  const { tenant, session } = await aStoredSession(stores);
  const livenessSession = aLivenessSession({ tenant, id: unique('liveness') });
  const begun = moved(session, 'start_liveness');
  await stores.transitions.apply(begun, { newLivenessSession: livenessSession });
  return { tenant, session: begun.session, livenessSession };
}

/** What every store that makes transitions must do. */
export function runSessionTransitionsContract(make: () => TransitionStores): void {
  describe('session transitions', () => {
    it('create a session once, with its event', async () => {
      const stores = make();
      const { tenant, session } = await aStoredSession(stores);
      expect(await stores.transitions.create(aCreatedSession(session), [])).toBe(false);
      expect(await stores.sessions.get(tenant, 'vs_1')).toEqual(session);
      expect(await stores.eventsOf(tenant, 'vs_1')).toEqual([aCreatedSession(session).event]);
    });

    it('create as many sessions of a burst as were counted among the open ones', async () => {
      const { transitions, openSessions, sessions } = make();
      const tenant = unique('tenant');
      const opener = { kind: 'user', id: 'user-1' } as const;
      const open = await openSessions.get(tenant, opener);
      const burst = ['vs_1', 'vs_2', 'vs_3'].map((id) => aSession({ tenant, id }));
      const results = await Promise.all(
        burst.map((session) =>
          transitions.create(aCreatedSession(session), [
            { tenant, opener, open: { ...open, sessions: [pick(session)] } },
          ]),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      const [won] = burst.filter((_, index) => results[index]);
      expect(await openSessions.get(tenant, opener)).toEqual({
        revision: 1,
        sessions: won ? [pick(won)] : [],
      });
      expect((await sessions.list(tenant, { userId: 'user-1' }, 9)).sessions).toHaveLength(1);
      expect(await openSessions.get(tenant, { kind: 'device', id: 'user-1' })).toEqual(NO_OPEN_SESSIONS);
    });

    it('write status, facts and event, and keep what they do not name', async () => {
      const stores = make();
      const { tenant, session } = await aStoredSession(stores, aCompleteSession());
      await stores.sessions.recordCheck(tenant, 'vs_1', 'face_match', aCheck(1));
      const document = { key: 'document', version_id: 'v2' };
      const submitted = moved(session, 'submit', {
        document,
        submitted_at: NOON.toISOString(),
        checks: { liveness: aCheck(2) },
      });
      expect(await stores.transitions.apply(submitted)).toBe(true);
      expect(await stores.sessions.get(tenant, 'vs_1')).toEqual({
        ...session,
        status: 'processing',
        sequence: 2,
        document,
        submitted_at: NOON.toISOString(),
        checks: { face_match: aCheck(1), liveness: aCheck(2) },
      });
      expect((await stores.sessions.list(tenant, { status: 'processing' }, 1)).sessions).toHaveLength(1);
      expect((await stores.sessions.list(tenant, { status: 'requires_input' }, 1)).sessions).toEqual([]);
      expect((await stores.eventsOf(tenant, 'vs_1')).map(({ type, sequence }) => [type, sequence])).toEqual([
        ['verification_session.created', 1],
        ['verification_session.submitted', 2],
      ]);
    });

    it('ask for another document: what was judged is kept with its run, and nothing of it is left', async () => {
      const stores = make();
      const { tenant, session } = await aStoredSession(
        stores,
        aCompleteSession({
          submitted_at: NOON.toISOString(),
          resumed_at: NOON.toISOString(),
          status: 'processing',
        }),
      );
      await stores.sessions.recordCheck(tenant, 'vs_1', 'face_match', aCheck(1));
      const read = await stores.sessions.get(tenant, 'vs_1');
      if (!read) throw new Error('the session is gone');
      const attempt = tryAgain(['face_mismatch'], '0123456789ab', NOON);
      const asked = moved(read, 'try_again', { attempt });
      expect(await stores.transitions.apply(asked)).toBe(true);
      expect(await stores.transitions.apply(asked)).toBe(false);
      const { document, submitted_at: _submitted, resumed_at: _resumed, ...kept } = session;
      expect(await stores.sessions.get(tenant, 'vs_1')).toEqual({
        ...kept,
        status: 'requires_input',
        sequence: 2,
        runs: 2,
        checks: {},
        earlier_runs: [{ run: 1, checks: { face_match: aCheck(1) }, decision: attempt, document }],
      });
      // what the run that ended records late is dropped
      await stores.sessions.recordCheck(tenant, 'vs_1', 'face_match', aCheck(9));
      expect((await stores.sessions.get(tenant, 'vs_1'))?.checks).toEqual({});
      expect(await stores.sessions.setDocument(tenant, 'vs_1', 'another')).toBe(true);
    });

    it('let one of several succeed that were made from the same state', async () => {
      const stores = make();
      const { tenant, session } = await aStoredSession(stores);
      const names = ['submit', 'cancel', 'expire'] as const;
      const results = await Promise.all(names.map((name) => stores.transitions.apply(moved(session, name))));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await stores.sessions.get(tenant, 'vs_1'))?.sequence).toBe(2);
      expect(await stores.eventsOf(tenant, 'vs_1')).toHaveLength(2);
    });

    it('use up a liveness session once, however many try at the same time', async () => {
      const stores = make();
      const { tenant, session, livenessSession } = await aBegunCheck(stores);
      const used = { ...livenessSession, status: 'passed' as const };
      const passed = moved(session, 'pass_liveness', { selfie: { key: 'selfie' } });
      const results = await Promise.all(
        [1, 2, 3].map(() => stores.transitions.apply(passed, { livenessSession: used })),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await stores.sessions.getLivenessSession(tenant, 'vs_1', used.id)).toEqual(used);
      // the session may go on, and that liveness session may not
      const again = moved(passed.session, 'fail_liveness');
      expect(await stores.transitions.apply(again, { livenessSession: used })).toBe(false);
      expect((await stores.sessions.get(tenant, 'vs_1'))?.sequence).toBe(3);
    });

    it('give up the claim with the status, unless the enrollment has gone on', async () => {
      const stores = make();
      const { tenant, session } = await aStoredSession(stores, { status: 'processing' });
      const claim = aClaim({ tenant });
      const planned = { collection_id: 'c.g1.0', image_id: 'img_1', generations_revision: 0, copies: [] };
      await stores.enrollments.claim(claim);
      await stores.enrollments.plan(claim, planned);
      const read = async () => {
        const held = await stores.enrollments.get(tenant, 'user-1');
        if (!held) throw new Error('the claim is gone');
        return abandon(held, 'vs_1', NOON);
      };
      const early = await read();
      const face = anIndexedFace({ face_id: unique('face') });
      await stores.enrollments.recordFace(claim, face, []);
      const failed = moved(session, 'fail');
      expect(await stores.transitions.apply(failed, { abandoned: early })).toBe(false);
      expect(await stores.sessions.get(tenant, 'vs_1')).toEqual(session);
      const abandoned = await read();
      expect(await stores.transitions.apply(failed, { abandoned })).toBe(true);
      expect(await stores.enrollments.get(tenant, 'user-1')).toBeUndefined();
      const records = await stores.enrollments.faceRecords(tenant, [face.face_id, 'img_1']);
      expect([...records.values()].map(({ state }) => state)).toEqual(['revoked', 'revoked']);
      expect(await stores.deletions.get(tenant, 'vs_1')).toEqual(abandoned.deletion);
      const again = aClaim({ tenant, session_id: 'vs_2' });
      expect(await stores.enrollments.claim(again)).toEqual({ claimed: true });
      expect(await stores.enrollments.recordFace(claim, face, [])).toBe(false);
    });

    it('never give up an enrollment that was approved', async () => {
      const stores = make();
      const { tenant, session } = await aStoredSession(stores, { status: 'processing' });
      const claim = aClaim({ tenant });
      await stores.enrollments.claim({ ...claim, state: 'enrolled' });
      const abandoned = abandon(claim, 'vs_1', NOON);
      expect(await stores.transitions.apply(moved(session, 'fail'), { abandoned })).toBe(false);
      expect((await stores.enrollments.get(tenant, 'user-1'))?.state).toBe('enrolled');
    });

    it('write the ledgers with the session, or neither', async () => {
      const stores = make();
      const { tenant, session, livenessSession } = await aBegunCheck(stores);
      const used = { ...livenessSession, status: 'failed' as const };
      const subject = { kind: 'user', id: 'user-1' } as const;
      const ledger = { ...EMPTY_LEDGER, failures: [{ at: 1, user_id: 'user-1' }] };
      const change = { tenant, subject, ledger, revision: 0 };
      await stores.lockouts.update(tenant, subject, () => ({
        ...EMPTY_LEDGER,
        failures: [{ at: 7, user_id: 'user-1' }],
      }));
      const failed = moved(session, 'fail_liveness', { liveness_failures: 1 });
      const effects = { livenessSession: used, lockouts: [change] };
      expect(await stores.transitions.apply(failed, effects)).toBe(false);
      expect(await stores.sessions.get(tenant, 'vs_1')).toEqual(session);
      expect((await stores.sessions.getLivenessSession(tenant, 'vs_1', used.id))?.status).toBe('created');
      const { revision } = await stores.lockouts.read(tenant, subject);
      const current = { ...effects, lockouts: [{ ...change, revision }] };
      expect(await stores.transitions.apply(failed, current)).toBe(true);
      expect((await stores.lockouts.read(tenant, subject)).failures).toEqual(ledger.failures);
    });
  });
}
