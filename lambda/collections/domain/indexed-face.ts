import * as z from 'zod/mini';

/** A face in a collection. */
export const indexedFace = z.object({
  collection_id: z.string(),
  face_id: z.string(),
  /** Opaque and sortable by time: the ExternalImageId in Rekognition. */
  image_id: z.string(),
  face_model_version: z.string(),
  bounding_box: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
});
export type IndexedFace = z.infer<typeof indexedFace>;
