import * as z from 'zod/mini';

/** The session whose liveness check returned a picture. */
export const captureOwner = z.object({
  session_id: z.string(),
  user_id: z.string(),
  /** As for the session that it names. */
  retained_until: z.iso.datetime(),
});
export type CaptureOwner = z.infer<typeof captureOwner>;

/** A picture that looks in part like another one. */
export const similarCapture = z.extend(captureOwner, {
  /** Hash of how it looks, by {@link perceptualHash}. */
  perceptual_hash: z.string(),
});
export type SimilarCapture = z.infer<typeof similarCapture>;
