import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import {
  type SimulatedRun,
  simulateRegistration,
} from '../../../../lambda/policy-simulations/domain/simulate-registration.ts';
import { aPerson, type Person, reEnrolled, registered } from '../../../support/lambda/a-judged-person.ts';
import { aFace, NOON } from '../../../support/lambda/builders.ts';

const PERSON = aPerson({ listed: [] });
const policyWith = (changes: object) => verificationPolicySchema.parse({ ...DEFAULT_POLICY, ...changes });

function run(person: Person, policy: VerificationPolicy, changes: Partial<SimulatedRun> = {}): SimulatedRun {
  const session = registered(person, DEFAULT_POLICY);
  return {
    session,
    checks: session.checks,
    endedFor: session.decision?.reason_codes ?? session.review?.reason_codes ?? [],
    endedAt: NOON,
    unsettled: [],
    policy,
    pinned: DEFAULT_POLICY,
    sensitivity: 'regular',
    ...changes,
  };
}

describe('simulateRegistration', () => {
  it('ends with the first step that has a reason', () => {
    const sharp = policyWith({
      quality: {
        ...DEFAULT_POLICY.quality,
        document: { ...DEFAULT_POLICY.quality.document, min_sharpness: 90 },
      },
      match_thresholds: { '7.0': { regular: 99, sensitive: 99 } },
    });

    expect(simulateRegistration(run(PERSON, sharp))).toEqual({
      outcome: 'try_again',
      reasons: ['document_image_too_blurry'],
    });
  });

  it('does not count a check that the policy leaves out', () => {
    const stranger = { ...PERSON, alike: [99] };
    const alone = policyWith({ checks: { ...DEFAULT_POLICY.checks, duplicates: false } });

    expect(simulateRegistration(run(stranger, DEFAULT_POLICY)).outcome).toBe('review');
    expect(simulateRegistration(run(stranger, alone))).toEqual({ outcome: 'approve', reasons: [] });
  });

  it('does not decide what was never searched, since an earlier step had ended the run', () => {
    const blurry = { ...PERSON, selfie: aFace({ sharpness: 20 }) };
    const lax = policyWith({
      quality: { ...DEFAULT_POLICY.quality, selfie: { ...DEFAULT_POLICY.quality.selfie, min_sharpness: 10 } },
    });

    expect(simulateRegistration(run(blurry, lax))).toEqual({
      outcome: 'not_decidable',
      because: 'search_not_made',
    });
  });

  it('holds an incomplete search where the policy says so, and else does not decide', () => {
    const {
      duplicate_search: _failed,
      watchlist_search: _too,
      ...checks
    } = run(PERSON, DEFAULT_POLICY).checks;
    const incomplete = { checks, endedFor: ['search_incomplete'] };
    const holding = policyWith({ search: { ...DEFAULT_POLICY.search, on_incomplete: 'review' } });

    expect(simulateRegistration(run(PERSON, holding, incomplete))).toEqual({
      outcome: 'review',
      reasons: ['search_incomplete'],
    });
    expect(simulateRegistration(run(PERSON, DEFAULT_POLICY, incomplete)).outcome).toBe('not_decidable');
  });

  it('declines for a certain reason beside a search that was not made', () => {
    const stranger = { ...PERSON, alike: [99], listed: undefined };
    const declining = policyWith({ duplicates: 'decline' });
    const pinned = policyWith({ checks: { ...DEFAULT_POLICY.checks, watchlists: false } });

    expect(simulateRegistration(run(stranger, declining, { pinned }))).toEqual({
      outcome: 'decline',
      reasons: ['duplicate_face'],
    });
    // a reviewer would have been asked about the list as well, or not at all
    expect(simulateRegistration(run(stranger, DEFAULT_POLICY, { pinned })).outcome).toBe('not_decidable');
  });

  it('does not know whether another limit of faces would have let a re-enrollment pass', () => {
    const enrolled = { ...PERSON, isEnrolled: true };
    const fewer = policyWith({ enrollment: { max_faces: 1 } });
    const session = reEnrolled(enrolled, DEFAULT_POLICY);
    const added = { session, checks: session.checks, sensitivity: 'sensitive' as const, endedFor: [] };
    const replacing = { ...added, session: { ...session, enrollment: { mode: 'replace' as const } } };

    expect(simulateRegistration(run(enrolled, DEFAULT_POLICY, added)).outcome).toBe('approve');
    expect(simulateRegistration(run(enrolled, fewer, added)).outcome).toBe('not_decidable');
    expect(simulateRegistration(run(enrolled, fewer, replacing)).outcome).toBe('approve');
  });

  it('keeps a number of documents below that of the policy, as its backend has asked for', () => {
    const once = { ...PERSON, documents: [{ face: aFace(), similarity: 10 }], documentAttempts: 1 };
    const session = registered(once, DEFAULT_POLICY);
    const ended = { session, checks: session.checks, endedFor: ['face_mismatch'] };
    const more = policyWith({ attempts: { document: 5 } });

    expect(session.status).toBe('declined');
    for (const policy of [DEFAULT_POLICY, more])
      expect(simulateRegistration(run(once, policy, ended))).toEqual({
        outcome: 'decline',
        reasons: ['face_mismatch'],
      });
  });

  it('declines whose consent was withdrawn, whatever was checked by then', () => {
    const withdrawn = { checks: {}, endedFor: ['consent_withdrawn'] };

    expect(simulateRegistration(run(PERSON, DEFAULT_POLICY, withdrawn))).toEqual({
      outcome: 'decline',
      reasons: ['consent_withdrawn'],
    });
  });

  it('ends for a picture of another session as the policy says', () => {
    const copied = { ...PERSON, copied: 'equal' as const };
    const session = registered(copied, DEFAULT_POLICY);
    const reviewing = policyWith({ replay: { equal: 'review', near: 'review' } });
    const ended = { session, checks: session.checks, endedFor: ['replay_suspected'] };

    expect(session.status).toBe('declined');
    expect(simulateRegistration(run(copied, DEFAULT_POLICY, ended)).outcome).toBe('decline');
    expect(simulateRegistration(run(copied, reviewing, ended)).outcome).toBe('review');
  });

  it('asks for another document although near copies were not looked for, and else does not decide', () => {
    const pinned = policyWith({ replay: { equal: 'decline', near: 'off' } });
    const unlike = { ...PERSON, documents: [{ face: aFace(), similarity: 10 }] };
    const judge = (person: Person) => {
      const session = registered(person, pinned);
      const [attempt] = session.earlier_runs ?? [];
      const checks = { ...session.checks, ...attempt?.checks };
      return simulateRegistration(run(person, DEFAULT_POLICY, { session, checks, pinned }));
    };

    expect(judge(unlike).outcome).toBe('try_again');
    expect(judge(PERSON)).toEqual({ outcome: 'not_decidable', because: 'check_not_made' });
  });

  it('keeps that the selfie of a re-enrollment could not be read', () => {
    const session = reEnrolled({ ...PERSON, isEnrolled: true }, DEFAULT_POLICY);
    const unreadable = { session, checks: {}, endedFor: ['image_too_small'] };

    expect(simulateRegistration(run(PERSON, DEFAULT_POLICY, unreadable))).toEqual({
      outcome: 'decline',
      reasons: ['image_too_small'],
    });
  });
});
