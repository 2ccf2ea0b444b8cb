import type { ImageReference } from '../../../lambda/images/domain/image-reference.ts';
import type { ImageStore } from '../../../lambda/images/ports/image-store.ts';

/** Images in a map. */
export class InMemoryImages implements ImageStore {
  readonly images: Map<string, Uint8Array>;

  readonly #bucket: string;

  constructor(images: Readonly<Record<string, Uint8Array>> = {}, bucket = 'evidence') {
    this.#bucket = bucket;
    this.images = new Map(Object.entries(images));
  }

  async read({ key }: ImageReference): Promise<Uint8Array> {
    const image = this.images.get(key);
    if (!image) throw new Error(`no image ${key}`);
    return image;
  }

  async find(key: string): Promise<ImageReference | undefined> {
    return this.images.has(key) ? { key, version_id: 'newest' } : undefined;
  }

  async writeJpeg(key: string, bytes: Uint8Array): Promise<void> {
    this.images.set(key, bytes);
  }

  async writeOriginal(key: string, bytes: Uint8Array): Promise<void> {
    this.images.set(key, bytes);
  }

  async delete(key: string): Promise<void> {
    this.images.delete(key);
  }

  urlOf(key: string): string {
    return `s3://${this.#bucket}/${key}`;
  }

  keyOf(url: string): string {
    return url.slice(`s3://${this.#bucket}/`.length);
  }
}
