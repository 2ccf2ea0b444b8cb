import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { BoundingBox } from '../images/domain/quality-gate.ts';
import type { OpenedImage } from '../images/open-image.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { cropFace } from '../images/prepare-image.ts';
import type { RegistrationInput, StoredImage } from './contract.ts';

export interface KeepPortraitDependencies {
  readonly images: Pick<ImageStore, 'writeJpeg'>;
  readonly editor: Pick<ImageEditor, 'edit'>;
}

/**
 * Returns where the portrait of a document is kept: by the hash of the document, since another one of the
 * session must never be searched in its place.
 */
export const portraitOf = (
  { session_id: id, tenant }: RegistrationInput,
  documentSha256: string,
): StoredImage => ({ key: `${evidencePrefix({ id, tenant }, 'prepared')}/portrait-${documentSha256}.jpg` });

/**
 * Stores the portrait of a document, cropped from the upright original, for the task that searches it; that
 * one then decodes nothing. Where the crop would be too small for Rekognition it stores the whole document,
 * of which a search sees the largest face, and that is the portrait.
 * @returns the stored image
 */
export async function keepPortrait(
  { original, size, prepared }: OpenedImage,
  portrait: BoundingBox,
  stored: StoredImage,
  { images, editor }: KeepPortraitDependencies,
): Promise<StoredImage> {
  const { bytes } = (await cropFace(original, size, portrait, editor)) ?? prepared;
  await images.writeJpeg(stored.key, bytes);
  return stored;
}
