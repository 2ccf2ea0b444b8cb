import { type Caller, isBackend, mayActFor } from '../kernel/caller.ts';
import { invalidRequest, Problem } from '../kernel/problem.ts';
import { userId as userIdSchema } from '../kernel/user-id.ts';
import type { ConsentActor } from './domain/consent-receipt.ts';

/**
 * Returns the user whose consent a request is about.
 * @throws Problem `forbidden` or `invalid_request`
 */
export function resolveUser(caller: Caller, requested: string | undefined): string {
  if (requested !== undefined) {
    if (mayActFor(caller, requested)) return requested;
    throw new Problem('forbidden', "user_id is not this token's user; omit it, or call as a backend");
  }
  const own = userIdSchema.safeParse(caller.subject);
  if (!caller.scopes.includes('self') || !own.success)
    throw invalidRequest('user_id', 'user_id is required: this token does not belong to an end user');
  return own.data;
}

/** Returns as whom a caller writes about a user: an operator who writes about themselves is the person. */
export function actorOf(caller: Caller, userId: string): ConsentActor {
  if (caller.subject === userId && caller.scopes.includes('self')) return 'person';
  return isBackend(caller) ? 'backend' : 'operator';
}
