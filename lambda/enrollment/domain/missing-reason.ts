import * as z from 'zod/mini';

/** Why an image of an enrolled user has no face in a generation. */
export const missingReason = z.enum([
  'image_missing',
  'face_not_detected',
  'face_not_matched',
  /** The user lacks what the shard key reads: the attribute, or a user id that ends with a digit. */
  'shard_attribute_missing',
  /** Indexed together with another image, and only that one was copied: the next pass copies this one. */
  'not_copied',
]);
export type MissingReason = z.infer<typeof missingReason>;
