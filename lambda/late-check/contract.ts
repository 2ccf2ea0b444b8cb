import * as z from 'zod/mini';

/** Which approved registrations are searched again later: none, those that ran beside another one, or all. */
export const lateCheckMode = z.enum(['off', 'overlapping', 'all']);
export type LateCheckMode = z.infer<typeof lateCheckMode>;

/** Message about an approved registration. */
export const lateCheckRequest = z.object({
  tenant: z.string().check(z.minLength(1)),
  session_id: z.string().check(z.minLength(1)),
  user_id: z.string().check(z.minLength(1)),
});
export type LateCheckRequest = z.infer<typeof lateCheckRequest>;

/**
 * Seconds from the approval to the check. AWS documents no time after which a search finds an indexed face;
 * `npm run smoke -- --measure-consistency` measures it, in seconds at most.
 */
export const LATE_CHECK_DELAY_SECONDS = 60;
