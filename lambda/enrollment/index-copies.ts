import {
  type CollectionNames,
  collectionsToWrite,
  type ShardedOwner,
} from '../collections/collections-to-write.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { EnrollmentClaim } from './domain/enrollment.ts';
import { findLeftoverFaces } from './leftover-faces.ts';
import type { EnrollmentStore } from './ports/enrollment-store.ts';

export interface IndexCopiesDependencies extends CollectionNames {
  readonly enrollments: Pick<EnrollmentStore, 'plan' | 'recordCopy' | 'dropCopy' | 'revoke'>;
  readonly collections: FaceCollections;
  readonly images: Pick<ImageStore, 'read'>;
}

/**
 * Aligns the faces of an enrollment with the generations that are written: indexes the image where it is
 * missing, and deletes it where nothing is written any more. Outside a migration there is nothing to do. An
 * image in which another face model detects no face is left out, and so is a generation whose shard key reads
 * what the user lacks: the migration reports it before a cut-over.
 * @throws Error if the judged face itself is in a generation that is no longer written
 */
export async function indexCopies(
  claim: EnrollmentClaim,
  owner: ShardedOwner,
  dependencies: IndexCopiesDependencies,
): Promise<void> {
  const { enrollments, collections, images } = dependencies;
  const { face, planned, copies = {} } = claim;
  if (!face || !planned) throw new Error(`session ${claim.session_id} has no face to copy`);
  const { revision, active, copies: others, withoutShard } = await collectionsToWrite(owner, dependencies);
  const written = [active, ...others];
  if (!written.includes(face.collection_id))
    throw new Error(
      `collection ${face.collection_id} is drained while session ${claim.session_id} enrolls into it`,
    );
  const wanted = written.filter((id) => id !== face.collection_id);
  const known = new Set(planned.copies);
  const next = {
    ...planned,
    generations_revision: revision,
    copies: [...wanted],
    without_shard: withoutShard,
  };
  if (revision !== planned.generations_revision) await enrollments.plan(claim, next);

  for (const stale of Object.values(copies).filter((copy) => !wanted.includes(copy.collection_id))) {
    await enrollments.revoke(claim.tenant, stale.face_id);
    await collections.delete(stale.collection_id, [stale.face_id], 'drain');
    await enrollments.dropCopy(claim, stale.collection_id);
  }
  const missing = wanted.filter((id) => copies[id] === undefined);
  if (missing.length === 0) return;
  const image = await images.read(claim.image);
  for (const collectionId of missing) {
    if (known.has(collectionId)) {
      const leftovers = await findLeftoverFaces(claim, collectionId, [image], collections);
      if (leftovers.length > 0) await collections.delete(collectionId, leftovers, 'leftover');
    }
    const answer = await collections.index(collectionId, image, planned.image_id, 'copy');
    if (!answer) continue;
    // as for the first face, nothing may happen between indexing and this write
    if (await enrollments.recordCopy(claim, answer.face)) continue;
    await collections.delete(collectionId, [answer.face.face_id], 'undo');
    throw new Error(`session ${claim.session_id} was undone while its face was copied`);
  }
}
