import { expect, it } from 'vitest';
import { decidedLogin, listedLogin } from '../../../../lambda/authentication/domain/login-decision.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const listed = (at_login: 'review' | 'decline', reasons: readonly ['watchlist_hit'] | readonly []) =>
  listedLogin(reasons, { on_hit: 'review', at_login });

it('a hit at a login is noted for a reviewer or declines it, as the policy says', () => {
  expect(listed('review', ['watchlist_hit'])).toEqual({ declinedFor: [], noted: ['watchlist_hit'] });
  expect(listed('decline', ['watchlist_hit'])).toEqual({ declinedFor: ['watchlist_hit'], noted: [] });
  for (const at_login of ['review', 'decline'] as const)
    expect(listed(at_login, [])).toEqual({ declinedFor: [], noted: [] });
});

it('a login is approved with what was noted, and declined for anything else', () => {
  expect(decidedLogin({ declinedFor: [], noted: ['watchlist_hit'] }, 'v1', NOON)).toMatchObject({
    name: 'approve',
    decision: { outcome: 'approved', reason_codes: ['watchlist_hit'], policy_version: 'v1' },
  });
  expect(decidedLogin({ declinedFor: ['face_not_recognized'], noted: [] }, 'v1', NOON)).toMatchObject({
    name: 'decline',
    decision: { outcome: 'declined', reason_codes: ['face_not_recognized'] },
  });
});
