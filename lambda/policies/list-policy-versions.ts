import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { toPage } from '../kernel/page.ts';
import type { ListPolicyVersionsQuery, policyVersionPage } from './contract.ts';
import { type ReadPolicyLineDependencies, readPolicyLine } from './find-active-policy.ts';
import { requirePolicyId } from './policy-access.ts';
import { toVersionSummary } from './policy-view.ts';
import type { PolicyStore } from './ports/policy-store.ts';

export interface ListPolicyVersionsDependencies extends ReadPolicyLineDependencies {
  readonly policies: ReadPolicyLineDependencies['policies'] & Pick<PolicyStore, 'list'>;
}

/** Lists the versions of a policy without their documents, newest first. @throws Problem `not_found` */
export async function listPolicyVersions(
  { tenant }: Caller,
  policyId: string,
  { limit, cursor }: ListPolicyVersionsQuery,
  dependencies: ListPolicyVersionsDependencies,
): Promise<z.infer<typeof policyVersionPage>> {
  const id = requirePolicyId(policyId);
  const line = await readPolicyLine(tenant, id, dependencies);
  const versions = await dependencies.policies.list(
    tenant,
    id,
    limit,
    cursor === undefined ? undefined : Number(cursor),
  );
  const last = versions.at(-1)?.version;
  return toPage(
    versions.map((version) => toVersionSummary(version, line)),
    // versions are numbered from 1 without a gap
    last !== undefined && last > 1 ? String(last) : undefined,
  );
}
