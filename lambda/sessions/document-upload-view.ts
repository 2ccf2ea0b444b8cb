import type { z } from 'zod';
import { MAX_UPLOAD_BYTES } from '../images/domain/image-rules.ts';
import type { UploadForms } from '../images/ports/upload-form.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { createDocumentUploadRequest, documentUploadView } from './contract.ts';
import type { DocumentPlace } from './create-document-upload.ts';

/** Long enough to take a photo and send it over a slow network. */
const UPLOAD_LIFETIME_SECONDS = 300;

/** The upload form for one photo of a document. */
export async function toDocumentUploadView(
  { documentId, key }: DocumentPlace,
  contentType: z.infer<typeof createDocumentUploadRequest>['content_type'],
  { forms, clock }: { readonly forms: UploadForms; readonly clock: Clock },
): Promise<z.infer<typeof documentUploadView>> {
  const upload = await forms.sign({
    place: { key },
    contentType,
    maxBytes: MAX_UPLOAD_BYTES,
    lifetimeSeconds: UPLOAD_LIFETIME_SECONDS,
  });
  return {
    document_id: documentId,
    upload,
    max_bytes: MAX_UPLOAD_BYTES,
    expires_at: new Date(clock().getTime() + UPLOAD_LIFETIME_SECONDS * 1000).toISOString(),
  };
}
