import * as z from 'zod/mini';
import { sessionType } from '../kernel/session-type.ts';
import { policyDifference } from './domain/policy-difference.ts';
import { policyDocument } from './domain/policy-document.ts';
import { policyVersion } from './domain/policy-version.ts';
import { presetName } from './domain/presets.ts';

/** Longest comment on a version. */
const MAX_COMMENT = 1_000;

const versionNumber = z.int().check(z.minimum(1));

export const policyView = z
  .object({
    id: sessionType.check(z.describe('The session type that the policy is about.')),
    active_version: versionNumber.check(z.describe('The version that new sessions get.')),
    active_since: z.iso.datetime(),
    active_by: policyVersion.shape.origin.check(
      z.describe(
        '`stage`: by the config of the deployment, which replaces it when it changes; `operator`: until an operator activates another.',
      ),
    ),
    previous_version: z
      .optional(versionNumber)
      .check(z.describe('The version that a rollback activates; absent if there was none before.')),
    latest_version: versionNumber,
  })
  .register(z.globalRegistry, { id: 'Policy' });
export type PolicyView = z.infer<typeof policyView>;

export const policyList = z
  .object({ data: z.array(policyView) })
  .register(z.globalRegistry, { id: 'PolicyList' });

export const policyVersionView = z
  .object({
    id: sessionType,
    version: versionNumber,
    active: z.boolean(),
    origin: policyVersion.shape.origin,
    fingerprint: policyVersion.shape.fingerprint,
    created_at: z.iso.datetime(),
    created_by: policyVersion.shape.created_by,
    comment: policyVersion.shape.comment,
    document: policyDocument,
  })
  .register(z.globalRegistry, { id: 'PolicyVersion' });
export type PolicyVersionView = z.infer<typeof policyVersionView>;

export const policyVersionPage = z
  .object({
    data: z.array(z.omit(policyVersionView, { document: true })),
    has_more: z.boolean(),
    next_cursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'PolicyVersionPage' });

export const createPolicyVersionRequest = z
  .strictObject({
    base: z
      .optional(versionNumber)
      .check(z.describe('The version to start from; by default the one that is active.')),
    preset: z
      .optional(presetName)
      .check(z.describe('Published guidance to start from instead of a version.')),
    change: z
      ._default(z.record(z.string(), z.unknown()), {})
      .check(
        z.describe(
          'A merge patch (RFC 7396) for the document: members replace those of the base, and `null` removes one.',
        ),
      ),
    comment: z
      .string()
      .check(z.minLength(1), z.maxLength(MAX_COMMENT), z.describe('Why the policy should change.')),
  })
  .check(
    z.refine(({ base, preset }) => base === undefined || preset === undefined, {
      error: 'name either base or preset: a version to start from, or published guidance',
      path: ['preset'],
    }),
  )
  .register(z.globalRegistry, { id: 'CreatePolicyVersion' });
export type CreatePolicyVersionRequest = z.infer<typeof createPolicyVersionRequest>;

export const listPolicyVersionsQuery = z.strictObject({
  limit: z
    ._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20)
    .check(z.describe('Number of items per page.')),
  cursor: z
    .optional(
      z.string().check(z.regex(/^[1-9]\d{0,5}$/, { error: 'must be the next_cursor of the previous page' })),
    )
    .check(z.describe('`next_cursor` of the previous page; omit it for the first page.')),
});
export type ListPolicyVersionsQuery = z.infer<typeof listPolicyVersionsQuery>;

export const comparePolicyVersionQuery = z.strictObject({
  with: z
    .optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(999_999)))
    .check(z.describe('The version to compare with; by default the one that is active.')),
});
export type ComparePolicyVersionQuery = z.infer<typeof comparePolicyVersionQuery>;

export const policyComparison = z
  .object({
    id: sessionType,
    from: versionNumber.check(z.describe('The version that is compared with.')),
    to: versionNumber,
    differences: z.array(policyDifference),
  })
  .register(z.globalRegistry, { id: 'PolicyComparison' });
export type PolicyComparison = z.infer<typeof policyComparison>;
