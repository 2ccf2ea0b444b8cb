import * as z from 'zod/mini';

/** Error name that sends a decision back to indexing. */
export const GENERATIONS_CHANGED = 'GenerationsChanged';

/** Message about the faces of an enrollment that was given up; the row of their deletion names them. */
export const faceDeletionRequest = z.object({
  tenant: z.string().check(z.minLength(1)),
  id: z.string().check(z.minLength(1)),
});
export type FaceDeletionRequest = z.infer<typeof faceDeletionRequest>;
