import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';

/**
 * Stores a document that is judged where no upload form reaches it: a version that is replaced expires
 * earlier than what was judged has to be kept.
 * @param hash of its bytes
 */
export const keepJudged = (
  original: Uint8Array,
  hash: string,
  session: { readonly id: string; readonly tenant: string },
  images: Pick<ImageStore, 'writeOriginal'>,
): Promise<void> => images.writeOriginal(`${evidencePrefix(session, 'judged')}/${hash}`, original);
