import { describe, expect, it } from 'vitest';
import { type Check, createCheck } from '../../../../lambda/kernel/check.ts';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import { type VerificationPolicy, verificationPolicySchema } from '../../../../lambda/kernel/policy.ts';
import { simulateLogin } from '../../../../lambda/policy-simulations/domain/simulate-login.ts';
import { loggedIn, type Person } from '../../../support/lambda/a-judged-person.ts';
import { aFace, NOON } from '../../../support/lambda/builders.ts';

const PERSON: Person = {
  confidences: [95],
  selfie: aFace(),
  documents: [],
  isEnrolled: true,
  alike: [],
  alikePortrait: [],
  listed: [99],
  own: { search: 97, compare: 97 },
};
const listing = (at_login: 'off' | 'review' | 'decline'): VerificationPolicy => ({
  ...DEFAULT_POLICY,
  watchlist: { ...DEFAULT_POLICY.watchlist, at_login },
});
const simulate = (pinned: VerificationPolicy, policy: VerificationPolicy, person = PERSON) =>
  simulateLogin({ session: loggedIn(person, pinned), policy, pinned, sensitivity: 'regular' });

describe('simulateLogin', () => {
  it('notes a hit of a watchlist, or declines for it', () => {
    expect(simulate(listing('review'), listing('review')).outcome).toBe('approve');
    expect(simulate(listing('review'), listing('decline'))).toEqual({
      outcome: 'decline',
      reasons: ['watchlist_hit'],
    });
    expect(simulate(listing('decline'), listing('off')).outcome).toBe('approve');
  });

  it('does not decide by lists that were not searched, unless the tenant has none', () => {
    expect(simulate(listing('off'), listing('decline')).outcome).toBe('not_decidable');
    const unlisted = { ...PERSON, listed: undefined };
    expect(simulate(listing('review'), listing('decline'), unlisted).outcome).toBe('approve');
  });

  it('does not decide by a method that was not used', () => {
    const comparing = { ...DEFAULT_POLICY, authentication: { method: 'compare' as const } };

    expect(simulate(DEFAULT_POLICY, comparing)).toEqual({
      outcome: 'not_decidable',
      because: 'check_not_made',
    });
  });

  it('does not approve by lists that were not searched, since its user was not recognized then', () => {
    const comparing = (regular: number) =>
      verificationPolicySchema.parse({
        ...listing('decline'),
        authentication: { method: 'compare' },
        match_thresholds: { '7.0': { regular, sensitive: 99 } },
      });
    const unlisted = { ...PERSON, listed: undefined };

    expect(simulate(comparing(95), comparing(96), unlisted).outcome).toBe('approve');
    const alike = { ...unlisted, own: { search: 92, compare: 92 } };
    expect(simulate(comparing(95), comparing(90), alike)).toEqual({
      outcome: 'not_decidable',
      because: 'search_not_made',
    });
  });

  it('declines for an equal picture of another session where the policy says so', () => {
    const copied = { ...PERSON, copied: 'equal' as const };
    const reviewing = { ...DEFAULT_POLICY, replay: { equal: 'review' as const, near: 'review' as const } };

    expect(loggedIn(copied, DEFAULT_POLICY).status).toBe('declined');
    expect(simulate(DEFAULT_POLICY, DEFAULT_POLICY, copied)).toEqual({
      outcome: 'decline',
      reasons: ['replay_suspected'],
    });
    expect(simulate(DEFAULT_POLICY, reviewing, copied).outcome).toBe('approve');
    expect(simulate(reviewing, DEFAULT_POLICY, { ...copied, copied: 'near' }).outcome).toBe('approve');
  });

  it('declines a selfie that cannot be read, whether its quality is judged or not', () => {
    const unjudged = { ...DEFAULT_POLICY, checks: { ...DEFAULT_POLICY.checks, login_quality: false } };
    const session = loggedIn(PERSON, unjudged);
    const unread = createCheck({ reasons: ['image_too_small'], calls: {} }, NOON, NOON, {});
    const login = { pinned: unjudged, sensitivity: 'regular' } as const;
    const judge = (selfie_quality: Check, policy: VerificationPolicy) =>
      simulateLogin({
        ...login,
        policy,
        session: { ...session, checks: { ...session.checks, selfie_quality } },
      });

    for (const policy of [unjudged, DEFAULT_POLICY])
      expect(judge(unread, policy)).toEqual({ outcome: 'decline', reasons: ['image_too_small'] });
    // what was measured counts for nothing where the policy does not ask
    const blurry = {
      ...createCheck({ reasons: ['image_too_blurry'], calls: {} }, NOON, NOON, {}),
      measures: [{ name: 'sharpness_percent', value: 3 }],
    };
    expect(judge(blurry, unjudged).outcome).toBe('approve');
  });

  it('declines who was not recognized, although the selfie was not judged', () => {
    const unjudged = { ...DEFAULT_POLICY, checks: { ...DEFAULT_POLICY.checks, login_quality: false } };
    const stranger = { ...PERSON, own: { search: 10, compare: 10 } };

    expect(simulate(unjudged, DEFAULT_POLICY, stranger)).toEqual({
      outcome: 'decline',
      reasons: ['face_not_recognized'],
    });
    expect(simulate(unjudged, DEFAULT_POLICY).outcome).toBe('not_decidable');
  });
});
