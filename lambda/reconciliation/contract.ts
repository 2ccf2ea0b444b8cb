import * as z from 'zod/mini';
import type { Generation } from '../collections/contract.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { pageQuery } from '../kernel/page.ts';
import { collectionId, collectionInRegion } from '../kernel/tenancy.ts';
import { type Finding, finding, reconciliationStatus } from './domain/reconciliation.ts';

/** Reconciliation: its policy, the API's requests and responses, and the payloads of its state machine. */

/** How orphan faces and missing faces are repaired. */
export const reconciliationPolicy = z.strictObject({
  /**
   * `re_map` restores the mapping if claim and record prove
   * the owner of the face, and deletes the face otherwise.
   */
  orphan_faces: z.enum(['delete', 're_map', 'report']),
  missing_faces: z.enum(['re_index', 'report']),
});
export type ReconciliationPolicy = z.infer<typeof reconciliationPolicy>;

/** Findings in a second region, which are sent to its queue. */
export const FINDINGS_OF_SECOND_REGION = [
  { Kind: 'orphan_face', Outcome: 'requested' },
  { Kind: 'missing_face', Outcome: 'requested' },
] as const;

/** Findings and repairs of a reconciliation: the dimensions of its metric. */
export const FINDINGS = [
  { Kind: 'orphan_face', Outcome: 'reported' },
  { Kind: 'orphan_face', Outcome: 'deleted' },
  { Kind: 'orphan_face', Outcome: 'remapped' },
  { Kind: 'missing_face', Outcome: 'reported' },
  { Kind: 'missing_face', Outcome: 're_indexed' },
  { Kind: 'unreachable_face', Outcome: 'reported' },
  ...FINDINGS_OF_SECOND_REGION,
] as const satisfies readonly { readonly Kind: Finding['kind']; readonly Outcome: Finding['outcome'] }[];

export const createReconciliationRequest = z
  .strictObject({
    dry_run: z
      ._default(z.boolean(), false)
      .check(z.describe('Whether to report findings without repairing them.')),
  })
  .register(z.globalRegistry, { id: 'CreateReconciliation' });

/** Maximum findings listed in a view; the counts cover all. */
export const MAX_LISTED_FINDINGS = 1000;

export const reconciliationView = z
  .object({
    id: z.string(),
    status: reconciliationStatus,
    dry_run: z.boolean(),
    created_at: z.iso.datetime(),
    ended_at: z.optional(z.iso.datetime()),
    collections: z.int().check(z.describe('Number of collections to compare.')),
    faces: z.int().check(z.describe('Number of faces compared; set once the reconciliation has ended.')),
    mappings: z
      .int()
      .check(z.describe('Number of mappings compared; set once the reconciliation has ended.')),
    counts: z
      .record(z.string(), z.int())
      .check(
        z.describe(
          'Number of findings by kind and outcome, such as `orphan_face.deleted`. Names of findings in a second region begin with that region.',
        ),
      ),
    findings: z.array(finding).check(z.describe(`The first ${MAX_LISTED_FINDINGS} findings.`)),
    second_region: z
      .optional(z.object({ region: z.string(), complete: z.boolean() }))
      .check(
        z.describe(
          'The second region, and whether it has every enrolled face of the tenant at the time of this response, so that it can answer for the first. In a GET of a deployment with a second region.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'Reconciliation' });
export type ReconciliationView = z.infer<typeof reconciliationView>;

/** A reconciliation in a list: its findings are counted only where it is read alone. */
export const reconciliationSummary = z
  .omit(reconciliationView, { counts: true, findings: true, second_region: true })
  .register(z.globalRegistry, { id: 'ReconciliationSummary' });
export type ReconciliationSummary = z.infer<typeof reconciliationSummary>;

export const reconciliationPage = z
  .object({
    data: z.array(reconciliationSummary),
    has_more: z.boolean(),
    next_cursor: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'ReconciliationPage' });

export const listReconciliationsQuery = z.strictObject({ ...pageQuery(ID_PREFIXES.reconciliation) });

/** Input of the execution. */
export const reconciliationInput = z.object({
  tenant: z.string().check(z.minLength(1)),
  reconciliation_id: z.string().check(z.minLength(1)),
  dry_run: z.boolean(),
  collection_ids: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
});
export type ReconciliationInput = z.infer<typeof reconciliationInput>;
/** Returns the name of the execution: a reconciliation runs once. */
export const reconciliationExecution = ({ reconciliation_id }: ReconciliationInput): string =>
  reconciliation_id;

/** First the faces in the collection, then the mappings to it. */
export const reconciliationPhase = z.enum(['faces', 'mappings']);

/** A visit of a collection continues where its last call stopped, since the time of a call is limited. */
export const reconcileCollectionInput = z.object({
  tenant: z.string().check(z.minLength(1)),
  reconciliation_id: z.string().check(z.minLength(1)),
  dry_run: z.boolean(),
  collection_id: z.string().check(z.minLength(1)),
  phase: reconciliationPhase,
  /** Null at the start of a phase. */
  cursor: z.nullable(z.string()),
});
export type ReconcileCollectionInput = z.infer<typeof reconcileCollectionInput>;

export const reconcileCollectionOutput = z.object({
  status: z.enum(['more', 'done']),
  phase: reconciliationPhase,
  cursor: z.nullable(z.string()),
  /** Faces read in this call. */
  faces: z.int().check(z.minimum(0)),
  mappings: z.int().check(z.minimum(0)),
});
export type ReconcileCollectionOutput = z.infer<typeof reconcileCollectionOutput>;

export const endReconciliationInput = z.object({
  reconciliation: reconciliationInput,
  outcome: z.enum(['completed', 'failed']),
  visits: z.array(z.object({ faces: z.int().check(z.minimum(0)), mappings: z.int().check(z.minimum(0)) })),
});
export const endReconciliationOutput = z.object({});

/** Name of each task of the machine -> the function that does it. */
export const RECONCILIATION_TASKS = {
  ReconcileCollection: 'reconcile-collection',
  CompleteReconciliation: 'end-reconciliation',
  FailReconciliation: 'end-reconciliation',
} as const;

/** Returns every collection of a tenant's generations, in any role and in both regions. */
export function collectionsOf(
  prefix: string,
  generations: readonly Pick<Generation, 'generation' | 'shards'>[],
  tenant: string,
  secondRegion?: string,
): string[] {
  const ids = generations.flatMap(({ generation, shards }) =>
    Array.from({ length: shards }, (_, shard) => collectionId(prefix, tenant, generation, shard)),
  );
  return secondRegion === undefined
    ? ids
    : [...ids, ...ids.map((id) => collectionInRegion(secondRegion, id))];
}

export const parseReconciliationPolicy = (json: string): z.infer<typeof reconciliationPolicy> =>
  reconciliationPolicy.parse(JSON.parse(json));
