import * as z from 'zod/mini';

const userFace = z
  .object({
    face_id: z.string(),
    collection_id: z.string(),
    image_id: z.string(),
    face_model_version: z.string(),
    source: z.enum(['selfie', 'bulk']),
    created_at: z.iso.datetime(),
  })
  .register(z.globalRegistry, { id: 'UserFace' });
export const userFacePage = z
  .object({ data: z.array(userFace), has_more: z.boolean(), next_cursor: z.nullable(z.string()) })
  .register(z.globalRegistry, { id: 'UserFacePage' });
export type UserFacePage = z.infer<typeof userFacePage>;
