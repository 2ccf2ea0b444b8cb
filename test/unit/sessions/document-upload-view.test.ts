import { expect, it } from 'vitest';
import { documentUploadView } from '../../../lambda/sessions/contract.ts';
import { toDocumentUploadView } from '../../../lambda/sessions/document-upload-view.ts';
import { aCaller, aSession, minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { unsignedForms } from '../../support/lambda/unsigned-forms.ts';

const place = { documentId: 'doc_1', key: 'acme/vs_1/document/doc_1' };
const view = (session = aSession(), now = NOON, caller = aCaller()) =>
  toDocumentUploadView(caller, 'vs_1', place, 'image/png', {
    sessions: new InMemorySessionStore(session),
    forms: unsignedForms,
    clock: () => now,
  });

it('the form of a document is for its key, its type and fifteen megabytes, during five minutes', async () => {
  const form = await view();
  expect(documentUploadView.parse(form)).toEqual(form);
  const fifteenMegabytes = 15 * 1024 * 1024;
  expect(form).toEqual({
    document_id: 'doc_1',
    upload: {
      url: 'https://evidence.example.com',
      fields: {
        key: place.key,
        contentType: 'image/png',
        maxBytes: String(fifteenMegabytes),
        lifetimeSeconds: '300',
      },
    },
    max_bytes: fifteenMegabytes,
    expires_at: minutesAfter(5).toISOString(),
  });
});

it('no fresh form is signed for a session that is closed, however old the request is', async () => {
  for (const status of ['processing', 'approved', 'declined', 'canceled', 'error'] as const)
    await expect(view(aSession({ status }))).rejects.toMatchObject({ code: 'invalid_state' });
  await expect(view(aSession(), minutesAfter(60))).rejects.toMatchObject({ code: 'session_expired' });
  await expect(view(aSession(), NOON, aCaller(['self'], 'user-2'))).rejects.toMatchObject({
    code: 'not_found',
  });
});
