import type * as z from 'zod/mini';
import { MAX_UPLOAD_BYTES } from '../images/domain/image-rules.ts';
import type { UploadForms } from '../images/ports/upload-form.ts';
import type { Caller } from '../kernel/caller.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { createDocumentUploadRequest, documentUploadView } from './contract.ts';
import type { DocumentPlace } from './create-document-upload.ts';
import type { SessionStore } from './ports/session-store.ts';
import { readOpenSession } from './session-access.ts';

/** Long enough to take a photo and send it over a slow network. */
const UPLOAD_LIFETIME_SECONDS = 300;

export interface DocumentUploadViewDependencies {
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly forms: UploadForms;
  readonly clock: Clock;
}

/**
 * Returns the upload form for one photo of a document, signed for every response.
 * @throws Problem `not_found`, `session_expired` or `invalid_state`, also for a replay
 */
export async function toDocumentUploadView(
  caller: Caller,
  sessionId: string,
  { documentId, key }: DocumentPlace,
  contentType: z.infer<typeof createDocumentUploadRequest>['content_type'],
  { sessions, forms, clock }: DocumentUploadViewDependencies,
): Promise<z.infer<typeof documentUploadView>> {
  await readOpenSession(sessions, caller, sessionId, clock());
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
