import { afterAll, beforeAll } from 'vitest';
import { policyLineKey } from '../../lambda/platform/dynamo-keys.ts';
import type { PolicyVersionView, PolicyView } from '../../lambda/policies/contract.ts';
import type { FlowStack } from './flow-stack.ts';
import { rowsOf } from './stored-rows.ts';

const TENANT = 'demo';

/**
 * Decides the new sessions of a file by a policy that is changed, as an operator does without a deployment.
 * @param change merge patch for the policy of registrations and that of logins
 */
export function withPolicyChange(flow: FlowStack, change: object): void {
  const ids = ['registration', 'authentication'] as const;
  beforeAll(async () => {
    for (const id of ids) {
      const versions = `/policies/${id}/versions`;
      const { version } = await flow.operator.post<PolicyVersionView>(versions, {
        change,
        comment: 'a flow',
      });
      await flow.operator.post<PolicyView>(`${versions}/${version}/activate`, {}, 'a flow');
    }
  });
  afterAll(async () => {
    for (const id of ids) await restorePolicy(flow, id);
  });
}

/** Activates the policy of the config again, as if no operator had ever activated another. */
export async function restorePolicy(flow: FlowStack, id: 'registration' | 'authentication'): Promise<void> {
  await flow.operator.post<PolicyView>(`/policies/${id}/versions/1/activate`, {}, 'a flow');
  await (await rowsOf(flow, 'Control')).set(policyLineKey(TENANT, id), 'active_by', 'stage');
}
