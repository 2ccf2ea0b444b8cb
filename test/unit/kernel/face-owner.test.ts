import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FaceOwner,
  faceOwner,
  ownerKey,
  ownerOf,
  parseOwnerKey,
  userOwnerOf,
} from '../../../lambda/kernel/face-owner.ts';
import { userId } from '../../../lambda/kernel/user-id.ts';

const idOf = (pattern: RegExp) => fc.stringMatching(pattern);
const anyUser = idOf(/^[A-Za-z0-9_.:-]{1,128}$/)
  .filter((id) => userId.safeParse(id).success)
  .map(userOwnerOf);
const anyEntry = fc.record({
  kind: fc.constant('watchlist' as const),
  list_id: idOf(/^[a-z][a-z0-9-]{0,30}$/),
  entry_id: idOf(/^wle_[0-9a-z]{26}$/),
});
const anyOwner: fc.Arbitrary<FaceOwner> = fc.oneof(anyUser, anyEntry);

describe('the owner of a face', () => {
  it('is read back from its key, and no two owners have one key', () => {
    fc.assert(
      fc.property(anyOwner, anyOwner, (one, other) => {
        expect(parseOwnerKey(ownerKey(one))).toEqual(one);
        expect(ownerKey(one) === ownerKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('is a user in rows and messages of before there were watchlists', () => {
    expect(parseOwnerKey('watchlist')).toEqual(userOwnerOf('watchlist'));
    expect(ownerKey(userOwnerOf('bob'))).toBe('bob');
    expect(faceOwner.parse({ user_id: 'bob' })).toEqual({ kind: 'user', user_id: 'bob' });
  });

  it('is taken alone from what holds more', () => {
    fc.assert(
      fc.property(anyOwner, (owner) => {
        expect(ownerOf({ ...owner, ...{ face_id: 'face-1' } })).toEqual(owner);
        expect(faceOwner.parse({ ...owner, face_id: 'face-1' })).toEqual(owner);
      }),
    );
  });

  it.each([
    [{ kind: 'user' }],
    [{ kind: 'user', user_id: '' }],
    [{ kind: 'watchlist', list_id: 'fraud' }],
    [{ kind: 'somebody', user_id: 'bob' }],
  ])('is refused as %o', (given) => {
    expect(faceOwner.safeParse(given).success).toBe(false);
  });
});
