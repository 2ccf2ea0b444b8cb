import { describe, expect, it } from 'vitest';
import { userId } from '../../../lambda/kernel/user-id.ts';

describe('a user id', () => {
  it.each(['a', 'user-1', 'A_b.c:d-e', '.a', '...b', '0'.repeat(128)])('takes %s', (id) => {
    expect(userId.parse(id)).toBe(id);
  });

  it.each(['', '.', '..', 'a b', 'ann@example.com', 'a/b', 'a#b', 'ä', '0'.repeat(129)])(
    'refuses %j',
    (id) => {
      expect(userId.safeParse(id).error?.issues[0]?.message).toContain('no email address, not only dots');
    },
  );
});
