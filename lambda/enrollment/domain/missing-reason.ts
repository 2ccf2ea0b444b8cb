import * as z from 'zod';

/** Why an image of an enrolled user has no face in a generation. */
export const missingReason = z.enum([
  'image_missing',
  'face_not_detected',
  'face_not_matched',
  /** The user lacks what the shard key reads: the attribute that it names, or a user id that ends with a digit. */
  'shard_attribute_missing',
  /** Indexed together with another image, which alone was copied: the next pass of the migration copies this one. */
  'not_copied',
]);
export type MissingReason = z.infer<typeof missingReason>;
