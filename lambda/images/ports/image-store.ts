import type { ImageReference } from '../domain/image-reference.ts';

/** Images of people, encrypted, under `{tenant}/{user_id}/{session_id}/`. */
export interface ImageStore {
  /** @throws ImageMissing */
  read(image: ImageReference): Promise<Uint8Array>;
  /** The newest version of an image; undefined where there is none. */
  find(key: string): Promise<ImageReference | undefined>;
  writeJpeg(key: string, bytes: Uint8Array): Promise<void>;
  /** What is gone already counts as deleted. */
  delete(key: string): Promise<void>;
  /** `s3://bucket/key`, as the mapping table keeps it. */
  urlOf(key: string): string;
  /** The key in a URL of {@link urlOf}. */
  keyOf(url: string): string;
}
