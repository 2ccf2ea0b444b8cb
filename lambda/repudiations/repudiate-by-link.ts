import { Problem } from '../kernel/problem.ts';
import type { RepudiationView } from './contract.ts';
import { type TokenPlace, usedBy } from './domain/repudiation-link.ts';
import type { RepudiationLinks } from './ports/repudiation-links.ts';
import { type RepudiateEnrollmentDependencies, repudiateEnrollment } from './repudiate-enrollment.ts';

export interface RepudiateByLinkDependencies extends RepudiateEnrollmentDependencies {
  readonly links: RepudiationLinks;
}

/** The one answer to every link that does not work, so that it says nothing of what there is. */
export const invalidLink = (): Problem =>
  new Problem('repudiation_link_invalid', 'this link was used or is too old; ask customer service');

/**
 * Takes the statement of a person who has the token of a notice, once: one conditional write decides, and
 * the same request may be repeated.
 * @param key Idempotency-Key of the request
 * @throws Problem `repudiation_link_invalid`
 */
export async function repudiateByLink(
  place: TokenPlace,
  key: string,
  dependencies: RepudiateByLinkDependencies,
): Promise<RepudiationView> {
  const { links, clock, emit } = dependencies;
  const used = usedBy(await links.get(place.tenant, place.id), place, key, clock());
  if (!used || !(await links.put(used))) {
    emit('Repudiation', 1, { Result: 'refused' });
    throw invalidLink();
  }
  return repudiateEnrollment(place.tenant, used.user_id, dependencies);
}
