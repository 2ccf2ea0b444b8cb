import type { ListedFace } from '../collections/ports/collection-inventory.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { facesOf } from '../enrollment/domain/enrollment.ts';
import { mappingOf } from '../enrollment/domain/face-mapping.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { FaceOwner } from '../kernel/face-owner.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { isErased } from '../tombstones/is-erased.ts';
import type { Tombstones } from '../tombstones/ports/tombstones.ts';
import { disassociateFaces, type TakeFromVectorsDependencies } from '../user-vectors/disassociate-faces.ts';
import type { ReconcileCollectionInput, ReconciliationPolicy } from './contract.ts';
import { type Finding, judgeFace, ownerInFinding } from './domain/reconciliation.ts';
import type { ReconciledFaces } from './ports/reconciled-faces.ts';
import type { ReconciliationStore } from './ports/reconciliation-store.ts';
import { recordFinding } from './record-finding.ts';

export interface RepairOrphansDependencies extends TakeFromVectorsDependencies {
  readonly faces: Pick<ReconciledFaces, 'written' | 'remap'>;
  readonly enrollments: Pick<EnrollmentStore, 'get' | 'earlier' | 'revoke' | 'release'>;
  readonly tombstones: Pick<Tombstones, 'erasedAt'>;
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly enrolledImages: Pick<ImageStore, 'urlOf'>;
  readonly reconciliations: Pick<ReconciliationStore, 'record'>;
  readonly policy: ReconciliationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** Faces whose rows are read concurrently, with two reads each. */
const FACES_CONCURRENCY = 50;

/**
 * Finds the orphan faces of a page of a collection and repairs them according to policy. Revoking a face is a
 * conditional write that fails for a mapped face, so a face that is being approved is never deleted.
 * @param filling whether a migration fills the collection
 */
export async function repairOrphanFaces(
  input: ReconcileCollectionInput,
  listed: readonly ListedFace[],
  filling: boolean,
  dependencies: RepairOrphansDependencies,
): Promise<void> {
  const { tenant, collection_id: collectionId } = input;
  const now = dependencies.clock();
  for (let start = 0; start < listed.length; start += FACES_CONCURRENCY) {
    const slice = listed.slice(start, start + FACES_CONCURRENCY);
    const ids = slice.map(({ faceId }) => faceId);
    const written = await dependencies.faces.written(tenant, collectionId, ids);
    const orphans: OrphanFace[] = [];
    for (const listedFace of slice) {
      const { faceId, imageId } = listedFace;
      const { owner, ...face } = written.get(faceId) ?? { mapped: false };
      const verdict = judgeFace(face, imageId, filling, now);
      if (verdict === 'orphan') orphans.push({ ...listedFace, enrolling: owner });
      if (verdict === 'unmapped') await repairUnmapped(input, faceId, owner, dependencies);
    }
    await repairOrphans(input, orphans, dependencies);
  }
}

/** A face without a mapping, and the owner for whom it was indexed, if that was recorded. */
interface OrphanFace extends ListedFace {
  readonly enrolling: FaceOwner | undefined;
}

async function repairOrphans(
  input: ReconcileCollectionInput,
  orphans: readonly OrphanFace[],
  dependencies: RepairOrphansDependencies,
): Promise<void> {
  const { tenant, collection_id: collectionId, dry_run } = input;
  const { enrollments, collections, policy, limiter, wait } = dependencies;
  if (orphans.length === 0) return;
  const report = ({ faceId, enrolling }: OrphanFace, outcome: Finding['outcome']) =>
    recordFinding(
      input,
      {
        kind: 'orphan_face',
        collection_id: collectionId,
        face_id: faceId,
        ...ownerInFinding(enrolling),
        outcome,
      },
      dependencies,
    );
  if (dry_run || policy.orphan_faces === 'report') {
    for (const orphan of orphans) await report(orphan, 'reported');
    return;
  }
  const ruledOut: string[] = [];
  for (const { faceId } of orphans) if (await enrollments.revoke(tenant, faceId)) ruledOut.push(faceId);
  if (ruledOut.length === 0) return;
  const toTakeOut = orphans.filter(({ faceId }) => ruledOut.includes(faceId));
  await disassociateFaces(tenant, collectionId, toTakeOut, dependencies);
  await wait((await limiter.reserve('DeleteFaces', tenant, 1)).waitMs);
  await collections.delete(collectionId, ruledOut, 'repair');
  for (const orphan of toTakeOut) await freeClaim(tenant, orphan, dependencies);
  for (const orphan of toTakeOut) await report(orphan, 'deleted');
}

/**
 * Frees the user of a deleted face, if an enrollment that never ended still claims them for it. An entry of a
 * watchlist claims nothing.
 */
async function freeClaim(
  tenant: string,
  { faceId, enrolling }: OrphanFace,
  { enrollments }: Pick<RepairOrphansDependencies, 'enrollments'>,
): Promise<void> {
  const claim = enrolling?.kind === 'user' ? await enrollments.get(tenant, enrolling.user_id) : undefined;
  if (claim?.state !== 'claimed') return;
  if (facesOf(claim).some(({ face_id }) => face_id === faceId)) await enrollments.release(claim);
}

/**
 * Repairs a face whose enrollment was approved but whose mapping
 * was lost, as after a restored table. It is never deleted. The face of a watchlist's entry is only reported:
 * no claim proves whose it is, and its list can add the image again.
 */
async function repairUnmapped(
  input: ReconcileCollectionInput,
  faceId: string,
  owner: FaceOwner | undefined,
  dependencies: RepairOrphansDependencies,
): Promise<void> {
  const { dry_run, collection_id } = input;
  const isRemapped =
    !dry_run &&
    dependencies.policy.orphan_faces === 're_map' &&
    owner?.kind === 'user' &&
    (await remap(input, faceId, owner.user_id, dependencies));
  await recordFinding(
    input,
    {
      kind: 'orphan_face',
      collection_id,
      face_id: faceId,
      ...ownerInFinding(owner),
      outcome: isRemapped ? 'remapped' : 'reported',
    },
    dependencies,
  );
}

/**
 * Restores a mapping; returns false if no enrollment of the user proves whose face it is, or the user was
 * erased since.
 */
async function remap(
  { tenant }: ReconcileCollectionInput,
  faceId: string,
  userId: string,
  { enrollments, tombstones, faces, enrolledImages, clock }: RepairOrphansDependencies,
): Promise<boolean> {
  const [claim, earlier] = await Promise.all([
    enrollments.get(tenant, userId),
    enrollments.earlier(tenant, userId),
  ]);
  const inForce = [...(claim?.former ? [claim.former] : []), ...(claim ? [claim] : []), ...earlier];
  for (const enrollment of inForce) {
    const face = facesOf(enrollment).find(({ face_id }) => face_id === faceId);
    if (!face || enrollment.state !== 'enrolled') continue;
    const mapping = mappingOf(enrollment, face, enrolledImages, clock());
    if (await isErased(mapping, tombstones)) return false;
    return faces.remap(enrollment, mapping, earlier.includes(enrollment) ? 'earlier' : 'latest');
  }
  return false;
}
