import type { ImageReference } from '../images/domain/image-reference.ts';
import { identifyPicture, openImage, UNREADABLE } from '../images/open-image.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { Problem } from '../kernel/problem.ts';
import { requestedReview } from '../sessions/domain/review.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { Move } from '../sessions/move-session.ts';
import { keepJudged } from './keep-judged.ts';

export interface SubmitDocumentDependencies {
  readonly images: Pick<ImageStore, 'find' | 'read' | 'writeOriginal'>;
  readonly editor: ImageEditor;
  readonly policy: VerificationPolicy;
}

/**
 * Plans the submit of a session on the path without a face: its document goes to a person at once, and no
 * workflow runs. It is only asked whether it is a picture, before a reviewer opens it.
 * @throws Problem `requirements_missing` if it is not
 */
export async function submitDocument(
  session: VerificationSession,
  now: Date,
  { images, editor, policy }: SubmitDocumentDependencies,
): Promise<Move> {
  const refuse = (why: string) => new Problem('requirements_missing', why, { missing: ['document'] });
  const document = session.document && (await images.find(session.document.key));
  if (!document) throw refuse('still missing: document');
  const held = { review: policy.review, version: policyFingerprint(policy) };
  await keep(session, document, { images, editor }, refuse);
  return {
    name: 'submit_document',
    facts: {
      submitted_at: now.toISOString(),
      document,
      review: requestedReview(['alternative_path'], ['alternative_path'], held, now),
    },
  };
}

async function keep(
  session: VerificationSession,
  document: ImageReference,
  { images, editor }: Pick<SubmitDocumentDependencies, 'images' | 'editor'>,
  refuse: (why: string) => Problem,
): Promise<void> {
  const original = await images.read(document);
  const opened = await openImage(original, 'document', editor);
  const picture = typeof opened === 'string' ? undefined : await identifyPicture(opened, editor);
  if (!picture) {
    const reason = typeof opened === 'string' ? opened : UNREADABLE.document;
    throw refuse(`the document cannot be read (${reason}); upload another picture of it`);
  }
  await keepJudged(original, picture.sha256, session, images);
}
