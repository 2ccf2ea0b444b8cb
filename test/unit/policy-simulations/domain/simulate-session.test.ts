import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import { recordedEnding } from '../../../../lambda/policy-simulations/domain/recorded-ending.ts';
import {
  sensitivityOf,
  simulateSession,
} from '../../../../lambda/policy-simulations/domain/simulate-session.ts';
import { requestedReview } from '../../../../lambda/sessions/domain/review.ts';
import type { VerificationSession } from '../../../../lambda/sessions/domain/verification-session.ts';
import {
  aPerson,
  loggedIn,
  type Person,
  reEnrolled,
  registered,
} from '../../../support/lambda/a-judged-person.ts';
import { aFace, aSession, NOON, WITHOUT_FACE } from '../../../support/lambda/builders.ts';
import { people, policies, policyPairs } from '../../../support/lambda/generated-people.ts';

type Deciding = (person: Person, policy: VerificationPolicy) => VerificationSession;

const isDecided = ({ status }: VerificationSession) => status !== 'requires_input';

/** All that was measured of a person while one policy decided. */
function seenBy(
  person: Person,
  {
    checks,
    liveness_failures,
    document_attempts_asked: documentAttempts,
    earlier_runs = [],
  }: VerificationSession,
): Person {
  const taken = liveness_failures + (checks.liveness?.status === 'failed' ? 0 : 1);
  return {
    ...person,
    documentAttempts,
    confidences: person.confidences.slice(0, taken),
    documents: person.documents.slice(0, earlier_runs.length + 1),
  };
}

/** How the same measures end under another policy; `other` if it would have kept another selfie. */
function truth(decide: Deciding, seen: Person, policy: VerificationPolicy) {
  const session = decide(seen, policy);
  const { checks, liveness_failures } = session;
  const passes = checks.liveness?.status !== 'failed';
  if (passes && liveness_failures + 1 < seen.confidences.length) return 'other';
  return isDecided(session) ? recordedEnding(session).outcome : 'try_again';
}

const DECIDING: readonly (readonly [string, Deciding])[] = [
  ['a registration', registered],
  ['a re-enrollment', reEnrolled],
  ['a login', loggedIn],
];

describe.each(DECIDING)('the simulation of %s', (_name, decide) => {
  it('ends it under the policy that has decided it as that has', () => {
    fc.assert(
      fc.property(people, policies, (person, policy) => {
        const session = decide(person, policy);
        fc.pre(isDecided(session));

        expect(simulateSession(session, policy, policy)).toEqual(recordedEnding(session));
      }),
      { numRuns: 150 },
    );
  });

  it('ends it as another policy would have, or does not say', () => {
    fc.assert(
      fc.property(people, policyPairs, (person, [pinned, policy]) => {
        const session = decide(person, pinned);
        fc.pre(isDecided(session));

        const { outcome } = simulateSession(session, policy, pinned);

        if (outcome !== 'not_decidable') expect(outcome).toBe(truth(decide, seenBy(person, session), policy));
      }),
      { numRuns: 300 },
    );
  });
});

/** The same policy, stricter in all that a score has to reach; its searches find as much as before. */
function stricter(policy: VerificationPolicy): VerificationPolicy {
  const {
    regular,
    duplicate = regular,
    review_from: bands,
  } = policy.match_thresholds['7.0'] ?? { regular: 95 };
  const { review_from: _band, ...liveness } = policy.liveness;
  const kept = bands?.duplicate === undefined ? {} : { review_from: { duplicate: bands.duplicate } };
  return verificationPolicySchema.parse({
    ...policy,
    liveness: { ...liveness, min_confidence: 99 },
    match_thresholds: { '7.0': { regular: 99, sensitive: 99, duplicate, ...kept } },
  });
}

describe('a stricter policy', () => {
  it.each(DECIDING)('approves nobody whom a laxer one has declined in %s', (_name, decide) => {
    fc.assert(
      fc.property(people, policies, (person, pinned) => {
        const session = decide(person, pinned);
        fc.pre(session.status === 'declined');

        expect(simulateSession(session, stricter(pinned), pinned).outcome).not.toBe('approve');
      }),
      { numRuns: 150 },
    );
  });
});

describe('simulateSession', () => {
  it('leaves a person without a face check to a reviewer, where the policy offers that path', () => {
    const session = aSession({ alternative_path: WITHOUT_FACE });
    const none = { ...DEFAULT_POLICY, alternative_path: { means: [] } };

    expect(simulateSession(session, DEFAULT_POLICY, DEFAULT_POLICY)).toEqual({
      outcome: 'review',
      reasons: ['alternative_path'],
    });
    expect(simulateSession(session, none, DEFAULT_POLICY)).toEqual({
      outcome: 'not_decidable',
      because: 'check_not_made',
    });
  });

  it('keeps the sensitivity that a backend has raised', () => {
    const policy = (registration: 'regular' | 'sensitive') => ({
      sensitivity: { ...DEFAULT_POLICY.sensitivity, registration },
    });
    const of = (
      sensitivity: 'regular' | 'sensitive',
      now: 'regular' | 'sensitive',
      then: 'regular' | 'sensitive',
    ) => sensitivityOf(aSession({ sensitivity }), policy(now), policy(then));

    expect(of('sensitive', 'regular', 'regular')).toBe('sensitive');
    expect(of('sensitive', 'regular', 'sensitive')).toBe('regular');
    expect(of('regular', 'sensitive', 'regular')).toBe('sensitive');
  });

  it('does not approve a session whose approval lost a race', () => {
    const person = fc.sample(people, 1)[0] as Person;
    const plain = {
      ...person,
      confidences: [100],
      isEnrolled: false,
      copied: undefined,
      alike: [],
      alikePortrait: [],
      listed: [],
    };
    const off = { document: false, duplicates: false, watchlists: false, login_quality: false };
    const policy = { ...DEFAULT_POLICY, checks: off, duplicates: 'decline' as const };
    const approved = registered(
      { ...plain, selfie: { ...person.selfie, sharpness: 80, yawDegrees: 0 } },
      policy,
    );
    const lost: VerificationSession = {
      ...approved,
      status: 'declined',
      decision: {
        outcome: 'declined',
        reason_codes: ['duplicate_face'],
        decided_by: 'policy',
        decided_at: NOON.toISOString(),
      },
    };

    expect(approved.status).toBe('approved');
    expect(simulateSession(lost, policy, policy)).toEqual({
      outcome: 'decline',
      reasons: ['duplicate_face'],
    });
  });
});

const PERSON = aPerson();
const policyWith = (changes: object) => verificationPolicySchema.parse({ ...DEFAULT_POLICY, ...changes });

describe('a registration with several documents', () => {
  const session = registered(
    {
      ...PERSON,
      documents: [
        { face: aFace(), similarity: 90 },
        { face: aFace(), similarity: 99 },
      ],
    },
    DEFAULT_POLICY,
  );

  it('is decided by the first document that a policy does not ask to be replaced', () => {
    expect(session).toMatchObject({
      status: 'approved',
      earlier_runs: [{ decision: { outcome: 'try_again' } }],
    });
    expect(simulateSession(session, DEFAULT_POLICY, DEFAULT_POLICY).outcome).toBe('approve');
    // nothing was searched then
    const laxer = policyWith({ match_thresholds: { '7.0': { regular: 80, sensitive: 80 } } });
    expect(simulateSession(session, laxer, DEFAULT_POLICY)).toEqual({
      outcome: 'not_decidable',
      because: 'check_not_made',
    });
    const once = policyWith({ attempts: { document: 1 } });
    expect(simulateSession(session, once, DEFAULT_POLICY)).toEqual({
      outcome: 'decline',
      reasons: ['face_mismatch'],
    });
  });

  it('is not decided by a run that a person or a fault has ended', () => {
    const [attempt] = session.earlier_runs ?? [];
    const held = { run: 1, checks: {} };
    const failed = { run: 2, checks: {}, decision: { ...attempt?.decision, outcome: 'error' as const } };
    const repeated = { ...session, earlier_runs: [held, failed, attempt] } as VerificationSession;
    expect(simulateSession(repeated, DEFAULT_POLICY, DEFAULT_POLICY).outcome).toBe('approve');
  });
});

it('judges what a reviewer has decided by the reasons that the review was for', () => {
  const holding = policyWith({ search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' } });
  const { duplicate_search: _failed, watchlist_search: _too, ...checks } = registered(PERSON, holding).checks;
  const session = aSession({
    ...{ checks, status: 'approved' },
    review: requestedReview(['search_incomplete'], [], { ...holding, version: 'p' }, NOON),
    decision: {
      outcome: 'approved',
      reason_codes: [],
      decided_by: 'reviewer',
      decided_at: NOON.toISOString(),
    },
  });
  expect(simulateSession(session, holding, holding)).toEqual({
    outcome: 'review',
    reasons: ['search_incomplete'],
  });
});

it('keeps the number of liveness checks that a session was allowed', () => {
  const session = registered({ ...PERSON, confidences: [10] }, DEFAULT_POLICY);
  const more = policyWith({ liveness: { ...DEFAULT_POLICY.liveness, max_attempts: 5 } });
  const allowed = { ...session, liveness_failures_allowed: 1 };
  expect(simulateSession(session, more, DEFAULT_POLICY).outcome).toBe('try_again');
  expect(simulateSession(allowed, more, DEFAULT_POLICY)).toMatchObject({
    outcome: 'decline',
    reasons: expect.arrayContaining(['attempts_exhausted']),
  });
});
