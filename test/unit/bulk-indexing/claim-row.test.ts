import { describe, expect, it } from 'vitest';
import { claimRow } from '../../../lambda/bulk-indexing/claim-row.ts';
import { parseItem } from '../../../lambda/bulk-indexing/manifest-item.ts';
import type { RowImage } from '../../../lambda/bulk-indexing/row-image.ts';
import { aBulkWorld, aJob } from '../../support/lambda/a-bulk-world.ts';
import { aClaim } from '../../support/lambda/builders.ts';

const [A, B] = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string];
const imagesOf = (...hashes: readonly string[]) => hashes.map((sha256) => ({ sha256 }) as RowImage);

/** Claims images for ann, who has made this claim before. */
async function claim(before: Parameters<typeof aClaim>[0] | undefined, ...hashes: readonly string[]) {
  const { enrollments } = aBulkWorld();
  const item = parseItem(aJob(), 0, { user_id: 'ann', image_key: 'acme/ann.png' });
  if (!item) throw new Error('the row is invalid');
  if (before) await enrollments.claim(aClaim({ user_id: 'ann', image_sha256: A, ...before }));
  return claimRow(item, imagesOf(...hashes), { enrollments });
}

describe('claiming the user and images of a row', () => {
  it('takes a user whom nobody has claimed', async () => {
    expect(await claim(undefined, A)).toMatchObject({
      user_id: 'ann',
      session_id: 'ij_1',
      image_sha256: A,
      image: { key: 'acme/ann.png' },
      state: 'claimed',
    });
  });

  it('adds to a user who is enrolled with another image', async () => {
    expect(await claim({ state: 'enrolled' }, B)).toMatchObject({
      session_id: 'ij_1',
      state: 'claimed',
      former: { session_id: 'vs_1', state: 'enrolled' },
    });
  });

  it.each([
    ['is enrolled already', { state: 'enrolled' }],
    ['an index job has left', { session_id: 'ij_0' }],
  ] as const)('returns the claim of the same image that %s', async (_which, before) => {
    expect(await claim(before, A)).toMatchObject(before);
  });

  it.each([A, B])('refuses a user whom a session enrolls right now (%#)', async (image) => {
    expect(await claim({}, image)).toBe('enrollment_in_progress');
  });

  it("refuses another user's image", async () => {
    expect(await claim({ user_id: 'bob', state: 'enrolled' }, A)).toBe('duplicate_image');
  });

  it('names several images by one hash, in their order', async () => {
    const [ab, ba] = [await claim(undefined, A, B), await claim(undefined, B, A)];
    if (typeof ab === 'string' || typeof ba === 'string') throw new Error('a claim was refused');
    expect(new Set([ab.image_sha256, ba.image_sha256, A, B]).size).toBe(4);
  });
});
