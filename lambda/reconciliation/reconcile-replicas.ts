import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { FaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import { ownerOf } from '../kernel/face-owner.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { collectionName } from '../kernel/tenancy.ts';
import type { ReplicationRequests } from '../replication/ports/replication-requests.ts';
import type { ReconcileCollectionInput } from './contract.ts';
import { type Finding, ownerInFinding } from './domain/reconciliation.ts';
import type { ReconciliationStore } from './ports/reconciliation-store.ts';
import { recordFinding } from './record-finding.ts';

/** Further dependencies of a visit of the second region. */
export interface SecondRegionDependencies {
  readonly mappings: Pick<FaceMappingStore, 'listOfCollection' | 'listOfOwner' | 'replicasOfOwner'>;
  readonly replications: Pick<ReplicationRequests, 'get' | 'request'>;
  readonly newIdentifier: NewIdentifier;
}

export interface ReconcileReplicasDependencies extends SecondRegionDependencies {
  /** Inventory of the second region. */
  readonly inventory: Pick<CollectionInventory, 'existing'>;
  readonly reconciliations: Pick<ReconciliationStore, 'record'>;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Rows per page: each takes a query of its owner. */
const ROWS_PER_PAGE = 100;
/** Prefixes of a cursor: first the rows of the first region, then those of the second. */
const SIDES = { first: 'first:', second: 'second:' } as const;

/**
 * Compares a page of rows of one region with those of the other. A face that the second region lacks, or has
 * in excess, is requested from the queue.
 */
export async function reconcileReplicas(
  input: ReconcileCollectionInput,
  region: string,
  dependencies: ReconcileReplicasDependencies,
): Promise<{ readonly looked: number; readonly next?: string | undefined }> {
  const { tenant, collection_id } = input;
  const cursor = input.cursor ?? SIDES.first;
  const isFirst = cursor.startsWith(SIDES.first);
  const side = isFirst ? SIDES.first : SIDES.second;
  const after = cursor.slice(side.length) || undefined;
  const { mappings, next } = await dependencies.mappings.listOfCollection(
    tenant,
    isFirst ? collectionName(collection_id) : collection_id,
    ROWS_PER_PAGE,
    after,
  );
  await (isFirst
    ? findMissing(input, mappings, region, dependencies)
    : findLeftOver(input, mappings, dependencies));
  const following = next === undefined ? undefined : `${side}${next}`;
  return { looked: isFirst ? mappings.length : 0, next: following ?? (isFirst ? SIDES.second : undefined) };
}

const sameImage = (one: FaceMapping, collection: string, other: FaceMapping): boolean =>
  one.collection_id === collection && one.image_id === other.image_id;

async function findMissing(
  input: ReconcileCollectionInput,
  mappings: readonly FaceMapping[],
  region: string,
  dependencies: ReconcileReplicasDependencies,
): Promise<void> {
  const { mappings: store, inventory } = dependencies;
  const { tenant, collection_id: collection } = input;
  const replicasOf = await Promise.all(
    mappings.map(async (mapping) =>
      (await store.replicasOfOwner(tenant, ownerOf(mapping), region)).filter((replica) =>
        sameImage(replica, collection, mapping),
      ),
    ),
  );
  const known = replicasOf.flat().map(({ face_id }) => face_id);
  const existing = known.length === 0 ? new Set() : await inventory.existing(collection, known);
  for (const [index, mapping] of mappings.entries()) {
    const replicas = replicasOf[index] ?? [];
    if (replicas.some(({ face_id }) => existing.has(face_id))) continue;
    // the index that lists a collection lags: the face may have just been deleted
    const isMapped = (await store.listOfOwner(tenant, ownerOf(mapping))).some(
      ({ face_id }) => face_id === mapping.face_id,
    );
    if (isMapped) await ask(input, mapping, replicas, 'missing_face', dependencies);
  }
}

/**
 * Finds faces of the second region whose image the first no
 * longer has, as after a period without a second region.
 */
async function findLeftOver(
  input: ReconcileCollectionInput,
  replicas: readonly FaceMapping[],
  dependencies: ReconcileReplicasDependencies,
): Promise<void> {
  const name = collectionName(input.collection_id);
  for (const replica of replicas) {
    const own = await dependencies.mappings.listOfOwner(input.tenant, ownerOf(replica));
    if (own.some((mapping) => sameImage(mapping, name, replica))) continue;
    await ask(input, { ...replica, collection_id: name }, [], 'orphan_face', dependencies);
  }
}

/**
 * Requests an image from the queue, unless it is already requested: then it is in progress, not out of step.
 */
async function ask(
  input: ReconcileCollectionInput,
  mapping: FaceMapping,
  gone: readonly FaceMapping[],
  kind: Finding['kind'],
  dependencies: ReconcileReplicasDependencies,
): Promise<void> {
  const { replications, newIdentifier } = dependencies;
  if (gone.length === 0 && (await replications.get(mapping))) return;
  if (!input.dry_run) await replications.request(mapping, newIdentifier(ID_PREFIXES.replication), gone);
  const outcome = input.dry_run ? 'reported' : 'requested';
  await recordFinding(
    input,
    {
      kind,
      collection_id: input.collection_id,
      face_id: mapping.face_id,
      ...ownerInFinding(mapping),
      outcome,
    },
    dependencies,
  );
}
