import { enrolledImageKey } from '../../images/domain/enrolled-image-key.ts';
import type { ImageErasure, ImageVersion } from '../../images/ports/image-erasure.ts';
import type { Traces } from '../domain/erasure.ts';
import type { StoreName } from '../domain/stores.ts';
import type { ErasureStore } from '../ports/erasure-store.ts';

/** Images by the prefixes of their keys, with every version. */
const imageStore = (
  name: StoreName,
  images: ImageErasure,
  prefixesOf: (tenant: string, traces: Traces) => readonly string[],
): ErasureStore<ImageVersion> => ({
  name,
  async find({ tenant }, traces) {
    const found: ImageVersion[] = [];
    for (const prefix of prefixesOf(tenant, traces)) found.push(...(await images.list(prefix)));
    return found;
  },
  remove: (_subject, versions) => images.delete(versions),
});

export const createEnrolledImagesStore = (images: ImageErasure) =>
  imageStore('enrolled_images', images, (tenant, { image_ids }) =>
    image_ids.map((id) => enrolledImageKey(tenant, id)),
  );

/** Originals by their whole keys, which may be the beginnings of keys of others. */
export const createUploadedOriginalsStore = (images: ImageErasure): ErasureStore<ImageVersion> => ({
  name: 'uploaded_originals',
  async find(_subject, { upload_keys }) {
    const found: ImageVersion[] = [];
    for (const key of upload_keys)
      found.push(...(await images.list(key)).filter((version) => version.key === key));
    return found;
  },
  remove: (_subject, versions) => images.delete(versions),
});

export const createEvidenceStore = (images: ImageErasure) =>
  imageStore('evidence', images, (tenant, { session_ids }) => session_ids.map((id) => `${tenant}/${id}/`));
