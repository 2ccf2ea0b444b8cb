import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import type { RepudiationLinkView } from './contract.ts';
import { linkOf, SECRET_BYTES, tokenOf } from './domain/repudiation-link.ts';
import type { RepudiationLinks } from './ports/repudiation-links.ts';

export interface CreateRepudiationLinkDependencies {
  readonly links: RepudiationLinks;
  /** Returns that many random bytes, for a secret. */
  readonly newSecret: (bytes: number) => Uint8Array;
  readonly newIdentifier: NewIdentifier;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Plans a link. The record of the Idempotency-Key holds its id alone. */
export const createRepudiationLink = async ({
  newIdentifier,
}: Pick<CreateRepudiationLinkDependencies, 'newIdentifier'>): Promise<{ readonly id: string }> => ({
  id: newIdentifier(ID_PREFIXES.repudiationLink),
});

/**
 * Returns a link for the notice of a user's enrollment, with a token of its own for every answer: that of an
 * earlier answer to the same request is void then.
 * @throws Problem `invalid_state` if the link was used
 */
export async function toRepudiationLinkView(
  { tenant }: Caller,
  user_id: string,
  { id }: { readonly id: string },
  { links, newSecret, clock, emit }: CreateRepudiationLinkDependencies,
): Promise<RepudiationLinkView> {
  const token = tokenOf({ tenant, id }, newSecret(SECRET_BYTES));
  const link = linkOf({ tenant, id, user_id }, token, clock());
  if (!(await links.put(link)))
    throw new Problem('invalid_state', 'this link was used; create another one with a new Idempotency-Key');
  emit('Repudiation', 1, { Result: 'link' });
  return { token, expires_at: link.expires_at };
}
