import { createHash } from 'node:crypto';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { judgeImage } from './domain/image-rules.ts';
import type { ImageRole, ImageSize } from './domain/quality-gate.ts';
import { differenceHash, HASHED, type PictureIdentity } from './domain/same-picture.ts';
import type { ImageEditor } from './ports/image-editor.ts';
import { type PreparedImage, prepareImage } from './prepare-image.ts';

/** An image that Rekognition can read. */
export interface OpenedImage {
  readonly original: Uint8Array;
  /** Of the original. */
  readonly size: ImageSize;
  /** The whole of it, scaled down if it is large. */
  readonly prepared: PreparedImage;
}

/** Opens an uploaded image, or returns why it cannot be used; neither takes a billed call. */
export async function openImage(
  original: Uint8Array,
  role: ImageRole,
  editor: Pick<ImageEditor, 'edit'>,
): Promise<OpenedImage | ReasonCode> {
  const verdict = judgeImage(original, role);
  if (!verdict.usable) return verdict.reason;
  const { widthPx, heightPx } = verdict.header;
  const prepared = await prepareImage(original, { widthPx, heightPx }, editor);
  return prepared ? { original, size: { widthPx, heightPx }, prepared } : UNREADABLE[role];
}

/** Reasons for an image that cannot be decoded although its header is good. */
export const UNREADABLE = {
  selfie: 'image_format_unsupported',
  document: 'document_image_format_unsupported',
} as const satisfies Readonly<Record<ImageRole, ReasonCode>>;

/** Returns what two uploads of one picture have in common; undefined if the image cannot be decoded. */
export async function identifyPicture(
  { original, prepared }: OpenedImage,
  editor: Pick<ImageEditor, 'shrinkToGray'>,
): Promise<PictureIdentity | undefined> {
  const gray = await editor.shrinkToGray(prepared.bytes, HASHED);
  return gray && { sha256: sha256(original), difference_hash: differenceHash(gray) };
}

/** Lowercase hex SHA-256 of the bytes of an upload. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
