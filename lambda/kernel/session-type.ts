import * as z from 'zod/mini';

/** The purposes of a verification session. */
export const sessionType = z.enum(['registration', 'authentication', 'step_up', 're_enrollment']);
export type SessionType = z.infer<typeof sessionType>;
