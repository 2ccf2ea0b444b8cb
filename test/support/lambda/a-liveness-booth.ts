import { HASHED } from '../../../lambda/captures/domain/perceptual-hash.ts';
import type { ImageReference } from '../../../lambda/images/domain/image-reference.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { completeLivenessSession } from '../../../lambda/liveness/complete-liveness-session.ts';
import type { ClaimedVersions } from '../../../lambda/liveness/contract.ts';
import { createLivenessSession } from '../../../lambda/liveness/create-liveness-session.ts';
import type { LivenessResult } from '../../../lambda/liveness/ports/liveness.ts';
import { pinned } from './a-policy.ts';
import { aCaller, aSession, NOON } from './builders.ts';
import { InMemoryCaptures } from './in-memory-captures.ts';
import { InMemoryEnrollments } from './in-memory-enrollments.ts';
import { aGeneration } from './in-memory-generations.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { ScriptedLiveness } from './scripted-liveness.ts';

export const notTaken: LivenessResult = { status: 'NOT_TAKEN' };
export const failed: LivenessResult = {
  status: 'SUCCEEDED',
  confidence: 12,
  feedback: ['LOW_LIGHTING_DETECTED'],
  auditImages: [],
};

/** One session, a script of liveness results, and a clock to move. */
export function aBooth(results: readonly LivenessResult[], session = aSession(), policy = DEFAULT_POLICY) {
  const { emit, metrics } = recordedMetrics();
  const time = { now: NOON };
  const sessions = new InMemorySessionStore(session);
  const enrollments = new InMemoryEnrollments(sessions);
  const captures = new InMemoryCaptures();
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    enrollments,
    mappings: enrollments,
    generations: { default: [aGeneration()], tenants: {} },
    transitions: sessions,
    ledgers: sessions.lockouts,
    liveness: new ScriptedLiveness(...results),
    policyOf: pinned(policy),
    captures,
    // every picture is another one, and looks like a gray wall
    images: { read: async ({ key }: ImageReference): Promise<Uint8Array> => new TextEncoder().encode(key) },
    editor: { shrinkToGray: async () => new Uint8Array(HASHED.width * HASHED.height) },
    clock: () => time.now,
    emit,
  };
  const create = (caller = aCaller(), key = 'key-1', challenge_versions?: ClaimedVersions) =>
    createLivenessSession(
      caller,
      session.id,
      { idempotencyKey: key, ...(challenge_versions ? { challenge_versions } : {}) },
      dependencies,
    );
  const complete = (id: string, caller = aCaller()) =>
    completeLivenessSession(caller, session.id, id, dependencies);
  /** Creates a liveness session and reads its result. */
  const take = async () => complete((await create()).id);
  return { ...dependencies, metrics, time, create, complete, take };
}
