import type { ImageReference } from '../domain/image-reference.ts';

/** Images of people, encrypted, under the tenant and a session or an image, never under a user. */
export interface ImageStore {
  read(image: ImageReference): Promise<Uint8Array>;
  /**
   * Finds the newest version of an image; undefined if there is none.
   * @throws Error if the image may not be read: a fault of the deployment, and not of who uploads images.
   */
  find(key: string): Promise<ImageReference | undefined>;
  writeJpeg(key: string, bytes: Uint8Array): Promise<void>;
  /** Stores an image as it was uploaded, in its own format. */
  writeOriginal(key: string, bytes: Uint8Array): Promise<void>;
  /** Deletes an image for good, with every version; does nothing if it is already gone. */
  delete(key: string): Promise<void>;
  /** Returns `s3://bucket/key`, as stored in the mapping table. */
  urlOf(key: string): string;
  /** Returns the key in a URL of {@link urlOf}. */
  keyOf(url: string): string;
}
