import type * as z from 'zod/mini';
import { type Generations, galleriesOf } from '../collections/contract.ts';
import type { GenerationShapes } from '../collections/ports/generation-shapes.ts';
import type { Caller } from '../kernel/caller.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import { type Page, toPage } from '../kernel/page.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import type { Workflow } from '../kernel/ports/workflow.ts';
import { Problem } from '../kernel/problem.ts';
import { regionOfCollection } from '../kernel/tenancy.ts';
import type { Replicas } from '../replication/ports/replication-requests.ts';
import {
  collectionsOf,
  type endReconciliationInput,
  MAX_LISTED_FINDINGS,
  type ReconciliationInput,
  type ReconciliationSummary,
  type ReconciliationView,
} from './contract.ts';
import type { Finding, Reconciliation } from './domain/reconciliation.ts';
import type { ReconciliationStore } from './ports/reconciliation-store.ts';

export interface BeginReconciliationDependencies {
  readonly reconciliations: Pick<ReconciliationStore, 'begin'>;
  readonly workflow: Workflow<ReconciliationInput>;
  readonly generations: Generations;
  readonly shapes: Pick<GenerationShapes, 'list'>;
  readonly collectionPrefix: string;
  readonly secondRegion?: string;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
}

/**
 * Starts a reconciliation of a tenant. If one is already
 * running, returns that one: two would repair the same faces.
 */
export async function beginReconciliation(
  tenant: string,
  dryRun: boolean,
  dependencies: BeginReconciliationDependencies,
): Promise<{ readonly reconciliation: Reconciliation; readonly isNew: boolean }> {
  const { reconciliations, workflow, generations, shapes, clock, newIdentifier } = dependencies;
  const { collectionPrefix, secondRegion } = dependencies;
  // also collections that were used and are no longer in the config: faces may be left in them
  const known = [...galleriesOf(generations, tenant), ...(await shapes.list(tenant))];
  const collection_ids = [...new Set(collectionsOf(collectionPrefix, known, tenant, secondRegion))];
  const wanted: Reconciliation = {
    tenant,
    id: newIdentifier(ID_PREFIXES.reconciliation),
    status: 'running',
    dry_run: dryRun,
    created_at: clock().toISOString(),
    collections: collection_ids.length,
    faces: 0,
    mappings: 0,
  };
  const running = await reconciliations.begin(wanted);
  // also if it was already started: a crash may have come between that write and this call
  await workflow.start({
    tenant,
    reconciliation_id: running.id,
    dry_run: running.dry_run,
    collection_ids,
  });
  return { reconciliation: running, isNew: running.id === wanted.id };
}

/** Starts a reconciliation for an operator. @throws Problem `invalid_state` if one is running */
export async function createReconciliation(
  caller: Caller,
  dryRun: boolean,
  dependencies: BeginReconciliationDependencies,
): Promise<Reconciliation> {
  const { reconciliation, isNew } = await beginReconciliation(caller.tenant, dryRun, dependencies);
  if (!isNew)
    throw new Problem(
      'invalid_state',
      `reconciliation ${reconciliation.id} is running; retry when it has ended`,
    );
  return reconciliation;
}

export interface GetReconciliationDependencies {
  readonly reconciliations: Pick<ReconciliationStore, 'get' | 'listFindings'>;
  /** Present if there is a second region. */
  readonly second?: { readonly region: string; readonly replicas: Pick<Replicas, 'areComplete'> };
}

/**
 * Returns a reconciliation and its findings, and whether the second region is complete now.
 * @throws Problem `not_found`
 */
export async function getReconciliation(
  caller: Caller,
  id: string,
  { reconciliations, second }: GetReconciliationDependencies,
): Promise<ReconciliationView> {
  const found = await reconciliations.get(caller.tenant, id);
  if (!found) throw new Problem('not_found', `reconciliation ${id} does not exist`);
  const counts: Record<string, number> = {};
  const findings: Finding[] = [];
  let cursor: string | undefined;
  do {
    const page = await reconciliations.listFindings(caller.tenant, id, cursor);
    for (const finding of page.findings) {
      const { kind, outcome, region } = finding;
      const name = `${region === undefined ? '' : `${region}.`}${kind}.${outcome}`;
      counts[name] = (counts[name] ?? 0) + 1;
      if (findings.length < MAX_LISTED_FINDINGS) findings.push(finding);
    }
    cursor = page.next;
  } while (cursor !== undefined);
  const view = toReconciliationView(found, counts, findings);
  if (!second) return view;
  const complete = await second.replicas.areComplete(caller.tenant);
  return { ...view, second_region: { region: second.region, complete } };
}

/** Lists reconciliations, newest first, without their findings. */
export async function listReconciliations(
  caller: Caller,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  reconciliations: Pick<ReconciliationStore, 'list'>,
): Promise<Page<ReconciliationSummary>> {
  const page = await reconciliations.list(caller.tenant, limit, cursor);
  const data = page.reconciliations.map(({ tenant: _tenant, ...reconciliation }) => reconciliation);
  return toPage<ReconciliationSummary>(data, page.lastId);
}

export const toReconciliationView = (
  { tenant: _tenant, ...reconciliation }: Reconciliation,
  counts: Readonly<Record<string, number>> = {},
  findings: readonly Finding[] = [],
): ReconciliationView => ({ ...reconciliation, counts: { ...counts }, findings: [...findings] });

export interface EndReconciliationDependencies {
  readonly reconciliations: Pick<ReconciliationStore, 'end' | 'hasFound'>;
  /** Present if there is a second region. */
  readonly second?: { readonly region: string; readonly replicas: Pick<Replicas, 'confirm'> };
  readonly clock: Clock;
}

/**
 * Records the end of a reconciliation, so that the next one may start. Every face is then known to be in the
 * second region or requested, and the second region answers as soon as what was requested is done: a request
 * keeps its collection incomplete. A dry run requests nothing, so it confirms only if no face was missing.
 */
export async function endReconciliation(
  { reconciliation, outcome, visits }: z.infer<typeof endReconciliationInput>,
  { reconciliations, second, clock }: EndReconciliationDependencies,
): Promise<Record<string, never>> {
  const { tenant, reconciliation_id, dry_run, collection_ids } = reconciliation;
  const hasVisited = collection_ids.some((id) => regionOfCollection(id) === second?.region);
  if (
    second &&
    hasVisited &&
    outcome === 'completed' &&
    !(dry_run && (await reconciliations.hasFound(tenant, reconciliation_id, 'missing_face', second.region)))
  )
    await second.replicas.confirm(tenant);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  await reconciliations.end(tenant, reconciliation_id, {
    status: outcome,
    faces: sum(visits.map(({ faces }) => faces)),
    mappings: sum(visits.map(({ mappings }) => mappings)),
    ended_at: clock().toISOString(),
  });
  return {};
}
