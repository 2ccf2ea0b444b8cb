import * as z from 'zod/mini';

/**
 * The customer's own id of a person: what Rekognition takes as a UserId, and usable in keys, so
 * dots alone are out. It must not be an email address or anything else that names the person.
 */
export const userId = z.string().check(
  z.regex(/^(?!\.+$)[A-Za-z0-9_.:-]{1,128}$/, {
    error: 'must be 1 to 128 letters, digits, or _ . : - (no email address, not only dots)',
  }),
);
