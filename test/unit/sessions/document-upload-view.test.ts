import { expect, it } from 'vitest';
import { documentUploadView } from '../../../lambda/sessions/contract.ts';
import { toDocumentUploadView } from '../../../lambda/sessions/document-upload-view.ts';
import { minutesAfter, NOON } from '../../support/lambda/builders.ts';
import { unsignedForms } from '../../support/lambda/unsigned-forms.ts';

it('the form of a document is for its key, its type and fifteen megabytes, during five minutes', async () => {
  const place = { documentId: 'doc_1', key: 'acme/user-1/vs_1/document/doc_1' };
  const view = await toDocumentUploadView(place, 'image/png', { forms: unsignedForms, clock: () => NOON });
  expect(documentUploadView.parse(view)).toEqual(view);
  const fifteenMegabytes = 15 * 1024 * 1024;
  expect(view).toEqual({
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
