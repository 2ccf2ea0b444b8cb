import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type VerificationPolicy, verificationPolicySchema } from '../../../lambda/kernel/policy.ts';
import { REASON_CODES, type ReasonCode } from '../../../lambda/kernel/reason-code.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { refusedRun } from '../../../lambda/registration/domain/refused-run.ts';
import { planOf } from '../../../lambda/registration/domain/registration-plan.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import { transition } from '../../../lambda/sessions/domain/session-transition.ts';
import { recordCheck } from '../../../lambda/sessions/record-check.ts';
import { noWatchlists } from '../../support/lambda/a-watchlist.ts';
import { anyPolicy } from '../../support/lambda/any-policy.ts';
import {
  aComparison,
  aCompleteSession,
  aJudgedDocument,
  aPreparedSelfie,
  aRegistration,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors, searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unlimitedRate } from '../../support/lambda/unlimited-rate.ts';

/** Someone who registers: how their document is, and how alike it is. */
interface Person {
  readonly similarity: number;
  readonly documentReasons: readonly ReasonCode[];
}
const anyPerson: fc.Arbitrary<Person> = fc.record({
  similarity: fc.integer({ min: 0, max: 100 }),
  documentReasons: fc.subarray<ReasonCode>(['document_image_too_blurry', 'document_multiple_people'], {
    maxLength: 1,
  }),
});

/** Runs a registration as the state machine does, by the plan of its policy. */
async function register(policy: VerificationPolicy, { similarity, documentReasons }: Person) {
  const sessions = new InMemorySessionStore(
    aCompleteSession({
      status: 'processing',
      submitted_at: NOON.toISOString(),
      document_required: policy.checks.document,
      document_attempts_allowed: policy.attempts.document,
    }),
  );
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  let imagesPlanned = 0;
  const dependencies = {
    ...noWatchlists(),
    sessions,
    receipts: sessions.receipts,
    transitions: sessions,
    ledgers: sessions.lockouts,
    enrollments,
    mappings: enrollments,
    removal: enrollments,
    pairs: new InMemoryAllowedPairs(),
    deletions: enrollments.requestedDeletions,
    deletionQueue: enrollments.deletionQueue,
    limiter: unlimitedRate.limiter,
    freeEndedClaim: async () => false,
    approvals: enrollments,
    collections,
    images: new InMemoryImages({ selfie: anImageOf('ann') }),
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    ...searchPorts(collections),
    buildVector: noUserVectors.build,
    collectionPrefix: 'face-idv',
    generations: activeGenerations({ shards: 2 }),
    policy,
    clock: () => NOON,
    takePermits: async () => {},
    newIdentifier: () => `img_${++imagesPlanned}`,
    emit: recordedMetrics().emit,
  };
  const plan = planOf(policy);
  const { document: whole, ...without } = aRegistration({ plan });
  const registration = plan.document && whole ? { ...without, document: whole } : without;
  const selfie = aPreparedSelfie();
  const { portrait } = aJudgedDocument();
  const refused_for = plan.document ? [...documentReasons] : [];
  if (plan.document)
    await recordCheck(
      registration,
      'document_quality',
      { reasons: documentReasons, calls: { DetectFaces: 1 } },
      NOON,
      { ...dependencies, prices: {} },
    );
  const decide = (reason_codes: readonly string[]) =>
    decideRegistration({ outcome: 'declined', registration, reason_codes: [...reason_codes] }, dependencies);
  const claimed = await claimEnrollment(
    {
      registration,
      refused_for,
      document: plan.document ? aJudgedDocument() : null,
      comparison: plan.document ? aComparison({ faces: [{ similarity, bounding_box: portrait }] }) : null,
      selfie,
    },
    dependencies,
  );
  if (!claimed.continue) await decide(claimed.reason_codes);
  else {
    const { enrollment } = await indexFace({ registration, selfie }, dependencies);
    if (!enrollment) throw new Error('the face was not indexed');
    if (plan.search) await searchDuplicateFaces({ registration, selfie, enrollment }, dependencies);
    await decideRegistration({ outcome: 'approved', registration, selfie, enrollment }, dependencies);
  }
  const searches = collections.calls.filter((call) => call.startsWith('search')).length;
  return { session: sessions.stored(TENANT, 'vs_1'), searches };
}

describe('any valid policy', () => {
  it('ends every registration, and makes no call of a check that it leaves out', async () => {
    await fc.assert(
      fc.asyncProperty(anyPolicy, anyPerson, async (policy, person) => {
        const { session, searches } = await register(policy, person);
        expect(['approved', 'declined', 'in_review', 'requires_input']).toContain(session.status);
        const { checks } =
          session.status === 'requires_input' ? (session.earlier_runs?.[0] ?? session) : session;
        expect(checks.face_match === undefined).toBe(!policy.checks.document);
        const isSearched = session.status === 'approved' && policy.checks.duplicates;
        expect(searches).toBe(isSearched ? 2 : 0);
        expect(checks.duplicate_search === undefined).toBe(!isSearched);
        if (policy.checks.document && session.status === 'approved') {
          expect(person.documentReasons).toEqual([]);
          expect(person.similarity).toBeGreaterThanOrEqual(policy.match_thresholds['7.0']?.regular ?? 101);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has a consequence for every reason, each of which the session can take', () => {
    fc.assert(
      fc.property(anyPolicy, fc.constantFrom(...REASON_CODES), fc.boolean(), (policy, reason, tried) => {
        const session = aCompleteSession({
          status: 'processing',
          document_attempts_allowed: policy.attempts.document,
          ...(tried ? { document_attempts_allowed: 1 } : {}),
        });
        const { name, facts } = refusedRun(session, [reason], policy, NOON);
        const after = transition(session, name, facts, NOON)?.session;
        expect(after?.status).toMatch(/^(declined|in_review|requires_input)$/);
        expect(after?.status).not.toBe('approved');
      }),
    );
  });

  it('is a policy again, written and read', () => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        expect(verificationPolicySchema.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
      }),
    );
  });
});
