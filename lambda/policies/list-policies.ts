import type * as z from 'zod/mini';
import type { Caller } from '../kernel/caller.ts';
import { sessionType } from '../kernel/session-type.ts';
import type { policyList } from './contract.ts';
import { type ReadPolicyLineDependencies, readPolicyLine } from './find-active-policy.ts';
import { toPolicyView } from './policy-view.ts';

/** Lists the policies of a tenant, one for each session type. */
export async function listPolicies(
  { tenant }: Caller,
  dependencies: ReadPolicyLineDependencies,
): Promise<z.infer<typeof policyList>> {
  const views = sessionType.options.map(async (id) =>
    toPolicyView(id, await readPolicyLine(tenant, id, dependencies)),
  );
  return { data: await Promise.all(views) };
}
