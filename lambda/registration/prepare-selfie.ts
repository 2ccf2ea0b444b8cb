import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { BoundingBox } from '../images/domain/quality-gate.ts';
import type { OpenedImage } from '../images/open-image.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { type PreparedImage, showFace } from '../images/prepare-image.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { PreparedSelfie, RegistrationInput } from './contract.ts';

export interface ShowSelfieDependencies {
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly policy: VerificationPolicy;
}

/** Returns the selfie as it is indexed and searched for: scaled down, and cropped in sensitive flows. */
export async function showSelfie(
  { original, size, prepared }: OpenedImage,
  face: BoundingBox | undefined,
  { sensitivity }: RegistrationInput,
  { editor, policy }: ShowSelfieDependencies,
): Promise<PreparedImage> {
  if (!face) return prepared;
  const rules = { sensitivity, minFacePx: policy.quality.selfie.min_face_px };
  return showFace(original, size, prepared, face, rules, editor);
}

/** Stores an edited selfie next to the original, which stays as evidence. */
export async function keepSelfie(
  { bytes, edited, widthPx, heightPx }: PreparedImage,
  sha256: string,
  { session_id: id, tenant, selfie: { key, version_id } }: RegistrationInput,
  images: Pick<ImageStore, 'writeJpeg'>,
): Promise<PreparedSelfie> {
  const prepared = { key: `${evidencePrefix({ id, tenant }, 'prepared')}/selfie.jpg` };
  if (edited) await images.writeJpeg(prepared.key, bytes);
  const uploaded = version_id === undefined ? { key } : { key, version_id };
  return { ...(edited ? prepared : uploaded), sha256, width_px: widthPx, height_px: heightPx };
}
