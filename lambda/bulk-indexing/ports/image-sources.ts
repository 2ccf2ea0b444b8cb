import type { ImageStore } from '../../images/ports/image-store.ts';

/** A source of a manifest's images. */
export interface ImageSource {
  readonly images: Pick<ImageStore, 'read' | 'find'>;
  /** Key prefix of the tenant's images. */
  readonly prefix: string;
}

/**
 * Returns the source of a tenant: the product's own bucket, or a
 * bucket from which the tenant may import; undefined if there is none.
 */
export type ImageSourceOf = (tenant: string, bucket: string | undefined) => Promise<ImageSource | undefined>;
