import * as z from 'zod/mini';

/** A box, in shares of the image's width and height. */
export const boundingBox = z.object({
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});
