import type { CollectionInventory } from '../collections/ports/collection-inventory.ts';
import type { GenerationRegistry } from '../collections/ports/generation-registry.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import {
  collectionName,
  galleryOfCollection,
  generationOfCollection,
  regionOfCollection,
} from '../kernel/tenancy.ts';
import type { Replicas } from '../replication/ports/replication-requests.ts';
import type {
  ReconcileCollectionInput,
  ReconcileCollectionOutput,
  ReconciliationPolicy,
} from './contract.ts';
import { ownerInFinding } from './domain/reconciliation.ts';
import type { ReconciledFaces } from './ports/reconciled-faces.ts';
import { reconcileReplicas, type SecondRegionDependencies } from './reconcile-replicas.ts';
import { recordFinding } from './record-finding.ts';
import { type RepairMissingDependencies, repairMissingFaces } from './repair-missing-faces.ts';
import { type RepairOrphansDependencies, repairOrphanFaces } from './repair-orphan-faces.ts';

export type ReconcileCollectionDependencies = RepairOrphansDependencies &
  RepairMissingDependencies & {
    readonly inventory: CollectionInventory;
    readonly mappings: Pick<FaceMappingStore, 'listOfCollection'>;
    /** Required for collections of the second region only. */
    readonly second?: SecondRegionDependencies & { readonly replicas: Pick<Replicas, 'areBehind'> };
    readonly faces: ReconciledFaces;
    readonly generations: Pick<GenerationRegistry, 'get'>;
    /** Whether the config has the collection. */
    readonly isConfigured: (tenant: string, collectionId: string) => boolean;
    readonly policy: ReconciliationPolicy;
    /** Capacity of a collection in faces: 100 % of its fill metric. */
    readonly facesPerCollection: number;
    readonly clock: Clock;
    readonly emit: EmitMetric;
  };

/** After this time no other page is started: the current page must fit into the function's 28 seconds. */
const BUDGET_MS = 12_000;
/** Mappings per page: few enough to index all of them again within one call. */
const MAPPINGS_PER_PAGE = 100;

/**
 * Compares a collection with the mapping, both ways, for as long as a call has time; the next call continues
 * from the result. A repeated call from the same position finds what is left.
 * @param dependencies of the collection's region
 */
export async function reconcileCollection(
  input: ReconcileCollectionInput,
  dependencies: ReconcileCollectionDependencies,
): Promise<ReconcileCollectionOutput> {
  const { clock } = dependencies;
  const startedAt = clock().getTime();
  const isConfigured = dependencies.isConfigured(input.tenant, collectionName(input.collection_id));
  const phases = isConfigured ? PHASES : { ...PHASES, mappings: reportUnreachable };
  if (isConfigured && input.phase === 'faces' && input.cursor === null) {
    const isThere = await measureCollection(input.collection_id, dependencies);
    // configured but not deployed yet: there is nothing to compare
    if (!isThere) return { status: 'done', phase: 'mappings', cursor: null, faces: 0, mappings: 0 };
  }
  let { phase, cursor } = input;
  // the faces of a collection that is gone cannot be listed, its rows can
  if (!isConfigured) phase = 'mappings';
  let faces = 0;
  let mappings = 0;
  do {
    const page = await phases[phase]({ ...input, cursor }, dependencies);
    if (phase === 'faces') faces += page.looked;
    else mappings += page.looked;
    cursor = page.next ?? null;
    if (cursor === null && phase === 'mappings') return { status: 'done', phase, cursor, faces, mappings };
    if (cursor === null) phase = 'mappings';
  } while (clock().getTime() - startedAt < BUDGET_MS);
  return { status: 'more', phase, cursor, faces, mappings };
}

interface Page {
  readonly looked: number;
  readonly next?: string | undefined;
}

const PHASES = { faces: reconcileFaces, mappings: reconcileMappings } as const;

/** Measures the fill of a collection; returns false if it does not exist. */
async function measureCollection(
  collectionId: string,
  { inventory, facesPerCollection, emit }: ReconcileCollectionDependencies,
): Promise<boolean> {
  const description = await inventory.describe(collectionId);
  if (!description) return false;
  const dimensions = {
    // a list's faces are counted apart from the users'
    Generation: galleryOfCollection(collectionId),
    Shard: collectionId.split('.').at(-1) ?? '',
  };
  emit('CollectionFaces', description.faceCount, dimensions);
  emit('CollectionFill', (100 * description.faceCount) / facesPerCollection, {});
  return true;
}

async function reconcileFaces(
  input: ReconcileCollectionInput,
  dependencies: ReconcileCollectionDependencies,
): Promise<Page> {
  const { inventory, generations, second } = dependencies;
  const { filling } = await generations.get(input.tenant);
  const { faces, next } = await inventory.listFaces(input.collection_id, input.cursor ?? undefined);
  const region = regionOfCollection(input.collection_id);
  const isFilling =
    filling?.generation === generationOfCollection(input.collection_id) ||
    // images of any age reach the second region before they are recorded
    (region !== undefined &&
      (await second?.replicas.areBehind(input.tenant, collectionName(input.collection_id))) === true);
  await repairOrphanFaces(input, faces, isFilling, dependencies);
  return { looked: faces.length, next };
}

async function reconcileMappings(
  input: ReconcileCollectionInput,
  dependencies: ReconcileCollectionDependencies,
): Promise<Page> {
  const { inventory, mappings: store } = dependencies;
  const { tenant, collection_id, cursor } = input;
  const region = regionOfCollection(collection_id);
  if (region !== undefined && dependencies.second)
    return reconcileReplicas(input, region, { ...dependencies, ...dependencies.second });
  const { mappings, next } = await store.listOfCollection(
    tenant,
    collection_id,
    MAPPINGS_PER_PAGE,
    cursor ?? undefined,
  );
  if (mappings.length > 0) {
    const faceIds = mappings.map(({ face_id }) => face_id);
    const existing = await inventory.existing(collection_id, faceIds);
    await repairMissingFaces(
      input,
      mappings.filter(({ face_id }) => !existing.has(face_id)),
      dependencies,
    );
  }
  return { looked: mappings.length, next };
}

/** Reports the faces in a collection that the config no longer has: no search finds their owners. */
async function reportUnreachable(
  input: ReconcileCollectionInput,
  dependencies: ReconcileCollectionDependencies,
): Promise<Page> {
  const { tenant, collection_id, cursor } = input;
  const { mappings, next } = await dependencies.mappings.listOfCollection(
    tenant,
    collection_id,
    MAPPINGS_PER_PAGE,
    cursor ?? undefined,
  );
  for (const mapping of mappings)
    await recordFinding(
      input,
      {
        kind: 'unreachable_face',
        collection_id,
        face_id: mapping.face_id,
        ...ownerInFinding(mapping),
        outcome: 'reported',
      },
      dependencies,
    );
  return { looked: mappings.length, next };
}
