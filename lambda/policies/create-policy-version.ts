import type { Caller } from '../kernel/caller.ts';
import { policyFingerprint } from '../kernel/decision.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { Problem } from '../kernel/problem.ts';
import type { CreatePolicyVersionRequest, PolicyVersionView } from './contract.ts';
import { mergePatch } from './domain/merge-patch.ts';
import { documentOf } from './domain/policy-document.ts';
import { addDraft } from './domain/policy-version.ts';
import { presetDocument } from './domain/presets.ts';
import { readPolicyLine } from './find-active-policy.ts';
import type { GetPolicyVersionDependencies } from './get-policy-version.ts';
import { requirePolicyId, requireVersion } from './policy-access.ts';
import { toVersionView } from './policy-view.ts';
import { requireFitting } from './require-fitting.ts';

export interface CreatePolicyVersionDependencies extends GetPolicyVersionDependencies {
  readonly emit: EmitMetric;
}

/** Each time another operator, or a deployment, came first. */
const MAX_ATTEMPTS = 5;

/**
 * Adds a version of a policy: a base that is changed by a merge patch, and validated as a whole. It decides
 * nothing until it is activated.
 * @throws Problem `not_found`, or `invalid_request` with every rule that it breaks
 */
export async function createPolicyVersion(
  { tenant, subject }: Caller,
  policyId: string,
  { base, preset, change, comment }: CreatePolicyVersionRequest,
  dependencies: CreatePolicyVersionDependencies,
): Promise<PolicyVersionView> {
  const { policies, stage, clock, emit } = dependencies;
  const id = requirePolicyId(policyId);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const line = await readPolicyLine(tenant, id, dependencies);
    const start = preset
      ? presetDocument(preset)
      : JSON.parse((await requireVersion(policies, tenant, id, base ?? line.active)).document);
    const document = documentOf(requireFitting(mergePatch(start, change), stage));
    const added = addDraft(line, {
      tenant,
      id,
      origin: 'operator',
      document: JSON.stringify(document),
      fingerprint: policyFingerprint(document),
      created_at: clock().toISOString(),
      created_by: subject,
      comment,
    });
    if (await policies.add(added)) {
      emit('PolicyVersionCreated', 1, { Type: id });
      return toVersionView(added.version, added.line);
    }
  }
  throw new Problem('policy_changed', `policy ${id} is being changed by others; read it again, then repeat`);
}
