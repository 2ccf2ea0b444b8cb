import * as z from 'zod/mini';
import { sessionType } from './session-type.ts';

/** Names one version of a tenant's policy for a session type; what a version says never changes. */
export const policyReference = z.object({
  /** The session type that the policy is about: each tenant has one policy for each. */
  id: sessionType,
  version: z.int().check(z.minimum(1)),
});
export type PolicyReference = z.infer<typeof policyReference>;
