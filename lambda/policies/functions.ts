import * as z from 'zod/mini';
import { IDEMPOTENCY, QUERY } from '../platform/access.ts';
import { policies, route } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { operator } from '../platform/route.ts';
import {
  comparePolicyVersionQuery,
  createPolicyVersionRequest,
  listPolicyVersionsQuery,
  policyComparison,
  policyList,
  policyVersionPage,
  policyVersionView,
  policyView,
} from './contract.ts';

const ACTIVATED = { status: 200, description: 'The policy as it is now.', schema: policyView } as const;

export const POLICIES_FUNCTIONS = {
  'policies-api': {
    environment: z.object({ ...route, ...policies }),
    access: { control: [...IDEMPOTENCY, QUERY] },
    routes: {
      'list-policies': {
        method: 'GET',
        path: '/policies',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List the policies, one for each session type.',
        success: { status: 200, description: 'Every policy with its active version.', schema: policyList },
        problems: [],
      },
      'get-policy': {
        method: 'GET',
        path: '/policies/{id}',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'Get the policy of a session type.',
        success: { status: 200, description: 'The policy with its active version.', schema: policyView },
        problems: ['not_found'],
      },
      'list-policy-versions': {
        method: 'GET',
        path: '/policies/{id}/versions',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'policy_version.list' },
        idempotent: false,

        summary: 'List the versions of a policy, newest first.',
        query: listPolicyVersionsQuery,
        success: { status: 200, description: 'One page of versions.', schema: policyVersionPage },
        problems: ['not_found'],
      },
      'create-policy-version': {
        method: 'POST',
        path: '/policies/{id}/versions',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'policy_version.create' },
        idempotent: true,

        summary: 'Add a version to a policy; it decides nothing until it is activated.',
        body: createPolicyVersionRequest,
        success: { status: 201, description: 'The version, which is valid.', schema: policyVersionView },
        problems: ['not_found', 'policy_changed'],
      },
      'get-policy-version': {
        method: 'GET',
        path: '/policies/{id}/versions/{version}',
        scopes: operator,
        role: 'viewer',
        audit: { action: 'policy_version.read' },
        idempotent: false,

        summary: 'Get a version of a policy with its document.',
        success: { status: 200, description: 'The version.', schema: policyVersionView },
        problems: ['not_found'],
      },
      'compare-policy-versions': {
        method: 'GET',
        path: '/policies/{id}/versions/{version}/diff',
        scopes: operator,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'Compare a version of a policy with another.',
        query: comparePolicyVersionQuery,
        success: { status: 200, description: 'Every member that differs.', schema: policyComparison },
        problems: ['not_found'],
      },
      'activate-policy-version': {
        method: 'POST',
        path: '/policies/{id}/versions/{version}/activate',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'policy_version.activate', reasonRequired: true },
        idempotent: true,

        summary: 'Have new sessions decided by a version.',
        success: ACTIVATED,
        problems: ['not_found', 'invalid_state', 'policy_changed'],
      },
      'roll-back-policy': {
        method: 'POST',
        path: '/policies/{id}/rollback',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'policy.roll_back', reasonRequired: true },
        idempotent: true,

        summary: 'Have new sessions decided by the version that was active before.',
        success: ACTIVATED,
        problems: ['not_found', 'invalid_state', 'policy_changed'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
