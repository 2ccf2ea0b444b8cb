import type * as z from 'zod/mini';
import { type RecognizeUserDependencies, recognizeUser } from '../authentication/recognize-user.ts';
import { identifyPicture, openImage, UNREADABLE } from '../images/open-image.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type { recognizeUserInput, recognizeUserOutput } from './contract.ts';
import { keepSelfie, showSelfie } from './prepare-selfie.ts';
import { type StopWithoutConsentDependencies, stopWithoutConsent } from './stop-without-consent.ts';

export interface RecognizeEnrolledUserDependencies
  extends RecognizeUserDependencies,
    StopWithoutConsentDependencies {
  readonly sessions: SessionStore;
  readonly images: Pick<ImageStore, 'read' | 'writeJpeg'>;
  readonly editor: ImageEditor;
}

/**
 * Recognizes the user of a re-enrollment as a login does: by any face that they have, before anything is
 * claimed or indexed. The selfie is prepared and stored here, for the tasks that index it and search for it.
 */
export async function recognizeEnrolledUser(
  { registration }: z.infer<typeof recognizeUserInput>,
  dependencies: RecognizeEnrolledUserDependencies,
): Promise<z.infer<typeof recognizeUserOutput>> {
  const { images, editor, mappings, policy, clock } = dependencies;
  const startedAt = clock();
  const stopped = await stopWithoutConsent(registration, dependencies);
  if (stopped) return stopped;
  const { tenant, user_id, selfie: capture } = registration;
  const [original, enrolled] = await Promise.all([
    images.read(capture),
    mappings.listOfUser(tenant, user_id),
  ]);
  const opened = await openImage(original, 'selfie', editor);
  if (typeof opened === 'string') return { continue: false, reason_codes: [opened] };
  const identity = await identifyPicture(opened, editor);
  if (!identity) return { continue: false, reason_codes: [UNREADABLE.selfie] };
  const shown = await showSelfie(opened, capture.face, registration, dependencies);
  const { check, findings } = await recognizeUser(
    policy.authentication.method,
    shown.bytes,
    enrolled,
    registration,
    dependencies,
  );
  const verdict = await recordCheck(registration, check, findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
  if (!verdict.continue) return verdict;
  return { ...verdict, selfie: await keepSelfie(shown, identity.sha256, registration, images) };
}
