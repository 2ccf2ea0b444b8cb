import type { components } from '@face-idv/client';
import { describe, expect, it } from 'vitest';
import { exportOf } from '../../../../src/console/people/users/data-export.ts';

type Export = components['schemas']['UserDataExport'];

const session = (id: string): Export['sessions'][number] => ({ id }) as Export['sessions'][number];
const picture = (image_id: string): Export['pictures'][number] =>
  ({ image_id }) as unknown as Export['pictures'][number];
const page = (changes: Partial<Export>): Export => ({
  user_id: 'alice',
  exported_at: '2026-03-01T14:00:00.000Z',
  sessions: [],
  has_more: false,
  next_cursor: null,
  consents: [],
  faces: [],
  pictures: [],
  lockout: { state: 'open', locked_until: null },
  allowed_pairs: 0,
  categories: [],
  ...changes,
});

describe('the export of a user', () => {
  it('has the sessions of every page, and each picture once', async () => {
    const asked: (string | undefined)[] = [];
    const whole = await exportOf(async (cursor) => {
      asked.push(cursor);
      return cursor === undefined
        ? page({
            sessions: [session('2')],
            pictures: [picture('enrolled')],
            has_more: true,
            next_cursor: 'next',
          })
        : page({ sessions: [session('1')], pictures: [picture('enrolled'), picture('selfie')] });
    });
    expect(asked).toEqual([undefined, 'next']);
    expect(whole.sessions.map(({ id }) => id)).toEqual(['2', '1']);
    expect(whole.pictures).toEqual([picture('enrolled'), picture('selfie')]);
    expect(whole).not.toHaveProperty('next_cursor');
  });

  it('is none if a page is refused', async () => {
    await expect(exportOf(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});
