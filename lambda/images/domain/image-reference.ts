import * as z from 'zod/mini';
import { boundingBox } from '../../kernel/bounding-box.ts';

/** Key of an image in the evidence bucket; the version pins its bytes. */
export const imageReference = z.object({ key: z.string(), version_id: z.optional(z.string()) });
export type ImageReference = z.infer<typeof imageReference>;

/** A picture of a person, and the face in it where that has been found. */
export const selfieReference = z.extend(imageReference, { face: z.optional(boundingBox) });
export type SelfieReference = z.infer<typeof selfieReference>;
