import { describe, expect, it } from 'vitest';
import type { Check } from '../../../lambda/kernel/check.ts';
import { fault } from '../../../lambda/kernel/decision.ts';
import type { LivenessSession } from '../../../lambda/sessions/domain/liveness-session.ts';
import type { SessionStore } from '../../../lambda/sessions/ports/session-store.ts';
import type { SessionTransitions } from '../../../lambda/sessions/ports/session-transitions.ts';
import { aCreatedSession, moved } from '../../support/lambda/a-moved-session.ts';
import {
  aCompleteSession,
  aLivenessSession,
  aSession,
  minutesAfter,
  NOON,
} from '../../support/lambda/builders.ts';
import { unique } from '../../support/lambda/unique.ts';

const aCheck = (): Check => ({
  status: 'passed',
  reason_codes: [],
  measures: [{ name: 'faces', value: 1, limit: 'exactly 1' }],
  started_at: NOON.toISOString(),
  duration_ms: 5,
  billable_calls: { DetectFaces: 1 },
  cost_usd: 0.001,
});

/** Begins a liveness session of a session, which is created if it is not there. */
async function begin(store: SessionStore & SessionTransitions, livenessSession: LivenessSession) {
  const { tenant, verification_session_id: id } = livenessSession;
  await store.create(aCreatedSession(aSession({ tenant, id })), []);
  const session = await store.get(tenant, id);
  if (!session) throw new Error('it was created');
  await store.apply(moved(session, 'start_liveness'), { newLivenessSession: livenessSession });
}

/** What every store of sessions must do. */
export function runSessionStoreContract(make: () => SessionStore & SessionTransitions): void {
  describe('session store', () => {
    it('gives a session back as it was created, to its own tenant only', async () => {
      const store = make();
      const session = aCompleteSession({ tenant: unique('tenant') });
      await store.create(aCreatedSession(session), []);
      expect(await store.get(session.tenant, session.id)).toEqual(session);
      expect(await store.get(unique('tenant'), session.id)).toBeUndefined();
    });

    it('lists live sessions, test sessions or both', async () => {
      const store = make();
      const tenant = unique('tenant');
      for (const [id, livemode] of [
        ['vs_1', true],
        ['vs_2', false],
        ['vs_3', true],
      ] as const)
        await store.create(aCreatedSession(aSession({ tenant, id, livemode })), []);
      for (const of of [{ userId: 'user-1' }, { status: 'requires_input' } as const]) {
        const idsOf = async (livemode?: boolean) =>
          (
            await store.list(tenant, { ...of, ...(livemode === undefined ? {} : { livemode }) }, 2)
          ).sessions.map(({ id }) => id);
        expect(await idsOf(true)).toEqual(['vs_3', 'vs_1']);
        expect(await idsOf(false)).toEqual(['vs_2']);
        expect(await idsOf()).toEqual(['vs_3', 'vs_2']);
      }
    });

    it('lists sessions of a user or a status page by page, newest first', async () => {
      const store = make();
      const tenant = unique('tenant');
      for (const number of [1, 2, 3, 4, 5]) {
        const user_id = number === 3 ? 'other' : 'user-1';
        await store.create(aCreatedSession(aSession({ tenant, id: `vs_${number}`, user_id })), []);
      }
      await store.apply(moved(aSession({ tenant, id: 'vs_4' }), 'cancel'));
      const first = await store.list(tenant, { userId: 'user-1', type: 'registration' }, 2);
      expect(first.sessions.map(({ id }) => id)).toEqual(['vs_5', 'vs_4']);
      const second = await store.list(tenant, { userId: 'user-1' }, 2, first.lastId);
      expect(second.sessions.map(({ id }) => id)).toEqual(['vs_2', 'vs_1']);
      expect(second.lastId).toBeUndefined();
      const waiting = await store.list(tenant, { status: 'requires_input' }, 10);
      expect(waiting.sessions.map(({ id }) => id)).toEqual(['vs_5', 'vs_3', 'vs_2', 'vs_1']);
      const both = await store.list(tenant, { status: 'canceled', userId: 'user-1' }, 10);
      expect(both.sessions.map(({ id }) => id)).toEqual(['vs_4']);
      expect((await store.list(unique('tenant'), { status: 'requires_input' }, 10)).sessions).toEqual([]);
    });

    it('goes on behind the last session of a page that was listed by status', async () => {
      const store = make();
      const tenant = unique('tenant');
      for (const number of [1, 2, 3])
        await store.create(aCreatedSession(aSession({ tenant, id: `vs_${number}` })), []);
      const first = await store.list(tenant, { status: 'requires_input' }, 2);
      const second = await store.list(tenant, { status: 'requires_input' }, 2, first.lastId);
      expect(second.sessions.map(({ id }) => id)).toEqual(['vs_1']);
    });

    it('keeps the checks of steps that end at the same time', async () => {
      const store = make();
      const session = aSession({ tenant: unique('tenant') });
      await store.create(aCreatedSession(session), []);
      await Promise.all(
        (['selfie_quality', 'document_quality', 'face_match'] as const).map((name) =>
          store.recordCheck(session.tenant, session.id, name, aCheck()),
        ),
      );
      const stored = await store.get(session.tenant, session.id);
      expect(stored?.checks).toEqual({
        selfie_quality: aCheck(),
        document_quality: aCheck(),
        face_match: aCheck(),
      });
    });

    it('drops the check of a run that another one has replaced, and fails for a session that is gone', async () => {
      const store = make();
      const failed = aCompleteSession({
        tenant: unique('tenant'),
        status: 'error',
        submitted_at: NOON.toISOString(),
        decision: fault('upstream_unavailable', NOON),
        checks: { liveness: aCheck(), face_match: aCheck() },
      });
      const { tenant, id } = failed;
      await store.create(aCreatedSession(failed), []);
      const resubmitted = moved(failed, 'resubmit', {});
      expect(await store.apply(resubmitted)).toBe(true);
      await store.recordCheck(tenant, id, 'selfie_quality', aCheck());
      await store.recordCheck(tenant, id, 'document_quality', aCheck(), 2);
      const stored = await store.get(tenant, id);
      expect(stored).toEqual({
        ...resubmitted.session,
        checks: { liveness: aCheck(), document_quality: aCheck() },
      });
      expect(stored).not.toHaveProperty('decision');
      await expect(store.recordCheck(tenant, 'vs_gone', 'face_match', aCheck())).rejects.toThrow();
    });

    it('takes a document while the session waits for the person, and not after', async () => {
      const store = make();
      const session = aSession({ tenant: unique('tenant') });
      await store.create(aCreatedSession(session), []);
      expect(await store.setDocument(session.tenant, session.id, 'first')).toBe(true);
      await store.apply(moved(session, 'cancel'));
      expect(await store.setDocument(session.tenant, session.id, 'second')).toBe(false);
      expect((await store.get(session.tenant, session.id))?.document).toEqual({ key: 'first' });
    });

    it('finds a liveness session only under its own tenant and verification session', async () => {
      const store = make();
      const livenessSession = aLivenessSession({ tenant: unique('tenant'), id: unique('liveness') });
      const { tenant, id } = livenessSession;
      await begin(store, livenessSession);
      expect(await store.getLivenessSession(tenant, 'vs_1', id)).toEqual(livenessSession);
      expect(await store.getLivenessSession(tenant, 'vs_2', id)).toBeUndefined();
      expect(await store.getLivenessSession(unique('tenant'), 'vs_1', id)).toBeUndefined();
    });

    it('lists the liveness sessions of one verification session, the oldest first', async () => {
      const store = make();
      const tenant = unique('tenant');
      const [later, first, other] = [2, 1, 0].map((minute) =>
        aLivenessSession({ tenant, id: unique('liveness'), created_at: minutesAfter(minute).toISOString() }),
      );
      if (!later || !first || !other) throw new Error('three were made');
      for (const one of [later, first]) await begin(store, one);
      await begin(store, { ...other, verification_session_id: 'vs_2' });
      expect(await store.listLivenessSessions(tenant, 'vs_1')).toEqual([first, later]);
      expect(await store.listLivenessSessions(unique('tenant'), 'vs_1')).toEqual([]);
    });
  });
}
