import * as z from 'zod';

/** Where an image lies in the evidence bucket; the version pins the very bytes. */
export const imageReference = z.object({ key: z.string(), version_id: z.string().optional() });
export type ImageReference = z.infer<typeof imageReference>;
