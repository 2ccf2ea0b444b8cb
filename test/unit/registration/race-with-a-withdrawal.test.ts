import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withdrawConsent } from '../../../lambda/consents/withdraw-consent.ts';
import { deleteRevokedFaces } from '../../../lambda/enrollment/delete-revoked-faces.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { aReceipt } from '../../support/lambda/a-consent.ts';
import {
  aCaller,
  aMatch,
  anIndexedFace,
  aPreparedSelfie,
  aRegistration,
  aSession,
  NOON,
  passed,
  TENANT,
} from '../../support/lambda/builders.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { scheduled } from '../../support/lambda/scheduled.ts';
import { unlimitedRate } from '../../support/lambda/unlimited-rate.ts';

/** A person registers, from the claim on as the state machine runs it, and withdraws meanwhile. */
function aRace(scheduler: fc.Scheduler) {
  const consent = { given_at: NOON.toISOString(), notice_version: '2026-01', receipt_id: 'cr_1' };
  const checks = passed('document_quality', 'duplicate_search');
  const sessions = new InMemorySessionStore(aSession({ status: 'processing', consent, checks }));
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const { receipts } = sessions;
  receipts.write(aReceipt());
  /** Whether each IndexFaces began after the workflow had read the withdrawal. */
  const lateCalls: boolean[] = [];
  let isKnown = false;
  const index = collections.index.bind(collections);
  collections.index = (...args) => {
    lateCalls.push(isKnown);
    return index(...args);
  };
  const read = receipts.get.bind(receipts);
  receipts.get = async (...args) => {
    const receipt = await read(...args);
    if (receipt?.withdrawn_at !== undefined) isKnown = true;
    return receipt;
  };
  let made = 0;
  const { emit } = recordedMetrics();
  const dependencies = {
    sessions,
    receipts: scheduled(receipts, scheduler),
    transitions: scheduled(sessions, scheduler),
    ledgers: sessions.lockouts,
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    limiter: unlimitedRate.limiter,
    wait: async () => {},
    freeEndedClaim: async () => false,
    enrollments: scheduled(enrollments, scheduler),
    mappings: enrollments,
    removal: enrollments,
    approvals: scheduled(enrollments, scheduler),
    collections: scheduled(collections, scheduler),
    images: new InMemoryImages({ selfie: anImageOf('ann', 1) }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    buildVector: noUserVectors.build,
    collectionPrefix: 'face-idv',
    generations: activeGenerations(),
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    newIdentifier: (prefix: Parameters<typeof createIdentifier>[0]) => {
      made += 1;
      return createIdentifier(prefix, NOON, new Uint8Array(10).fill(made));
    },
    emit,
  };

  const register = async (): Promise<void> => {
    const registration = aRegistration({ consent_receipt: 'cr_1' });
    const selfie = aPreparedSelfie();
    const decline = async (reason_codes: string[]) => {
      await decideRegistration({ outcome: 'declined', registration, reason_codes }, dependencies);
      const sent = enrollments.sentDeletions.splice(0).map(({ id }) => id);
      await deleteRevokedFaces(TENANT, sent, dependencies);
    };
    await claimEnrollment(aMatch(registration, selfie), dependencies);
    const indexed = await indexFace({ registration, selfie }, dependencies);
    if (!indexed.continue) return decline(indexed.reason_codes);
    const enrollment = indexed.enrollment ?? anIndexedFace();
    const approved = await decideRegistration(
      { outcome: 'approved', registration, selfie, enrollment },
      dependencies,
    );
    if (!approved.continue) return decline(approved.reason_codes);
  };
  /** @param steps of others that the person lets pass */
  const withdraw = async (steps: number) => {
    for (let step = 0; step < steps; step += 1) await scheduler.schedule(Promise.resolve(), 'waits');
    await withdrawConsent(aCaller(), 'cr_1', undefined, { receipts, clock: () => NOON, emit });
  };
  return { register, withdraw, lateCalls, enrollments, collections, receipts, sessions };
}

it('leaves nothing of a person who withdraws before the approval, and makes no call after it was read', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(25), async (scheduler, steps) => {
      const race = aRace(scheduler);
      await scheduler.waitFor(Promise.all([race.register(), race.withdraw(steps)]));
      const { status, decision } = race.sessions.stored(TENANT, 'vs_1');
      outcomes.add(`${status} after ${race.lateCalls.length} calls`);
      expect(race.lateCalls).not.toContain(true);
      // the withdrawal came after the approval: its event begins the erasure
      const kept = status === 'approved' ? 1 : 0;
      expect(race.collections.allFaceIds()).toHaveLength(kept);
      expect(race.enrollments.mappings.size).toBe(kept);
      expect(race.enrollments.claims.size).toBe(kept);
      if (status !== 'approved')
        expect(decision).toMatchObject({ outcome: 'declined', reason_codes: ['consent_withdrawn'] });
      expect(race.receipts.events.map(({ type }) => type)).toEqual(['consent.given', 'consent.withdrawn']);
    }),
    { numRuns: 80 },
  );
  // before IndexFaces, between it and the approval, and after both
  expect([...outcomes].sort()).toEqual([
    'approved after 1 calls',
    'declined after 0 calls',
    'declined after 1 calls',
  ]);
});
