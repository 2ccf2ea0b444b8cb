import * as z from 'zod/mini';

/** Key of an image in the evidence bucket; the version pins its bytes. */
export const imageReference = z.object({ key: z.string(), version_id: z.optional(z.string()) });
export type ImageReference = z.infer<typeof imageReference>;
