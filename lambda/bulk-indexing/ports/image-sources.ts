import type { ImageStore } from '../../images/ports/image-store.ts';

/** Where the images of a manifest lie. */
export interface ImageSource {
  readonly images: Pick<ImageStore, 'read' | 'find'>;
  /** What the keys of the tenant's images begin with. */
  readonly prefix: string;
}

/**
 * The source of a tenant: the product's own bucket, or the one of that name which the tenant may import from;
 * undefined where there is none.
 */
export type ImageSourceOf = (tenant: string, bucket: string | undefined) => ImageSource | undefined;
