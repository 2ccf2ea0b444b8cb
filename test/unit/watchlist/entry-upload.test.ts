import { expect, it } from 'vitest';
import { toCreatedEntry } from '../../../lambda/watchlist/entry-upload.ts';
import { anEntry, UPLOAD } from '../../support/lambda/a-watchlist.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { unsignedForms } from '../../support/lambda/unsigned-forms.ts';

const dependencies = { forms: unsignedForms, clock: () => NOON };

it('an entry that waits for an upload is answered with a form for it, which takes nothing else', async () => {
  const created = await toCreatedEntry(anEntry(), 'image/png', dependencies);
  expect(created).toMatchObject({
    id: 'wle_1',
    state: 'pending',
    upload: { fields: { key: UPLOAD, contentType: 'image/png', maxBytes: '15728640' } },
    max_bytes: 15_728_640,
    upload_expires_at: new Date(NOON.getTime() + 300_000).toISOString(),
  });
  expect(created).not.toHaveProperty('image');
});

it('an entry of a session needs no form', async () => {
  const created = await toCreatedEntry(anEntry({ session_id: 'vs_1' }), undefined, dependencies);
  expect(created).not.toHaveProperty('upload');
});
