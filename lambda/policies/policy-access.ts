import { Problem } from '../kernel/problem.ts';
import { type SessionType, sessionType } from '../kernel/session-type.ts';
import type { PolicyVersion } from './domain/policy-version.ts';
import type { PolicyStore } from './ports/policy-store.ts';

/** @throws Problem `not_found` if there is no such policy */
export function requirePolicyId(id: string): SessionType {
  const parsed = sessionType.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new Problem(
    'not_found',
    `policy ${id} does not exist; there is one for each of ${sessionType.options.join(', ')}`,
  );
}

/** @throws Problem `not_found` if the policy has no such version */
export async function requireVersion(
  policies: Pick<PolicyStore, 'version'>,
  tenant: string,
  id: SessionType,
  version: string | number,
): Promise<PolicyVersion> {
  const number = /^[1-9]\d{0,5}$/.test(String(version)) ? Number(version) : undefined;
  const found = number === undefined ? undefined : await policies.version(tenant, { id, version: number });
  if (found) return found;
  throw new Problem('not_found', `policy ${id} has no version ${version}`);
}
