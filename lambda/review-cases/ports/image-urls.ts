import type { ImageReference } from '../../images/domain/image-reference.ts';

/** URLs that open one image without a token, for some seconds. */
export interface ImageUrls {
  sign(store: 'evidence' | 'enrolled', image: ImageReference, seconds: number): Promise<string>;
}
