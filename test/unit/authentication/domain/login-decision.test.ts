import { expect, it } from 'vitest';
import { decidedLogin, listedLogin } from '../../../../lambda/authentication/domain/login-decision.ts';
import { approval, declined } from '../../../../lambda/kernel/decision.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const listed = (at_login: 'review' | 'decline', reasons: readonly ['watchlist_hit'] | readonly []) =>
  listedLogin(reasons, { on_hit: 'review', at_login });

it('a hit at a login is noted for a reviewer or declines it, as the policy says', () => {
  expect(listed('review', ['watchlist_hit'])).toEqual({ declinedFor: [], noted: ['watchlist_hit'] });
  expect(listed('decline', ['watchlist_hit'])).toEqual({ declinedFor: ['watchlist_hit'], noted: [] });
  // a search that saw no face has found nothing to note
  const blind = listedLogin(['face_not_detected'], { on_hit: 'review', at_login: 'review' });
  expect(blind).toEqual({ declinedFor: ['face_not_detected'], noted: [] });
  for (const at_login of ['review', 'decline'] as const)
    expect(listed(at_login, [])).toEqual({ declinedFor: [], noted: [] });
});

it('a login is approved with what was noted, and declined for anything else', () => {
  expect(decidedLogin({ declinedFor: [], noted: ['watchlist_hit'] }, 'v1', NOON)).toEqual({
    name: 'approve',
    decision: approval('v1', NOON, ['watchlist_hit']),
  });
  expect(decidedLogin({ declinedFor: ['face_not_recognized'], noted: [] }, 'v1', NOON)).toEqual({
    name: 'decline',
    decision: declined(['face_not_recognized'], 'v1', NOON),
  });
});
