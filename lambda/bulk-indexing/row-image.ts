import { createHash } from 'node:crypto';
import { judgeImage } from '../images/domain/image-rules.ts';
import { type ImageSize, judgeQuality } from '../images/domain/quality-gate.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import { cropFace, type PreparedImage, prepareImage } from '../images/prepare-image.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { rulesOf } from '../kernel/selfie-rules.ts';
import type { ImageSource } from './ports/image-sources.ts';

/** The image of a row of a manifest, as indexed. */
export interface RowImage extends PreparedImage {
  /** The original in the bucket. */
  readonly original: Uint8Array;
  readonly originalSize: ImageSize;
  /** SHA-256 of the original. */
  readonly sha256: string;
}

/**
 * Reads the image of a row, scaled down if it is larger than
 * Full HD (whitepaper 5.5); or returns why it cannot be used.
 */
export async function readRowImage(
  key: string,
  images: ImageSource['images'],
  editor: Pick<ImageEditor, 'edit'>,
): Promise<RowImage | 'image_missing' | ReasonCode> {
  const stored = await images.find(key);
  if (!stored) return 'image_missing';
  const original = await images.read(stored);
  const verdict = judgeImage(original, 'selfie');
  if (!verdict.usable) return verdict.reason;
  const prepared = await prepareImage(original, verdict.header, editor);
  if (!prepared) return 'image_format_unsupported';
  const sha256 = createHash('sha256').update(original).digest('hex');
  return { ...prepared, original, originalSize: verdict.header, sha256 };
}

export interface CropRowImageDependencies {
  readonly faces: Pick<FaceAnalysis, 'detectFaces'>;
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly policy: VerificationPolicy;
}

/**
 * Crops the face of a row's image (whitepaper 5.5 and 6.1). DetectFaces has to find it, so the quality gate
 * runs here, and a refused image is never indexed.
 * @param gate whether the quality rules apply, beyond the presence of a face
 * @returns the image to index, uncropped if the face is too small to crop; or why it is not indexed
 */
export async function cropRowImage(
  image: RowImage,
  gate: boolean,
  { faces, editor, policy }: CropRowImageDependencies,
): Promise<RowImage | readonly ReasonCode[]> {
  const found = await faces.detectFaces(image.bytes, gate ? rulesOf(policy.quality.selfie.rules) : []);
  if (!found) return ['image_format_unsupported'];
  const { reasons, face } = judgeQuality(found, image.originalSize, policy.quality.selfie, 'selfie');
  if (!face || (gate && reasons.length > 0)) return reasons;
  const cropped = await cropFace(image.original, image.originalSize, face.boundingBox, editor);
  return cropped ? { ...image, ...cropped } : image;
}
