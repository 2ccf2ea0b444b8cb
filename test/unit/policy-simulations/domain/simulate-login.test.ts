import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type VerificationPolicy } from '../../../../lambda/kernel/policy.ts';
import { simulateLogin } from '../../../../lambda/policy-simulations/domain/simulate-login.ts';
import { loggedIn, type Person } from '../../../support/lambda/a-judged-person.ts';
import { aFace } from '../../../support/lambda/builders.ts';

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
