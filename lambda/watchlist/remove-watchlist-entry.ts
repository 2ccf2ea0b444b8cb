import type { AllowedPairs } from '../allowed-pairs/ports/allowed-pairs.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import type { WatchlistFaceMapping } from '../enrollment/domain/face-mapping.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { ownerKey } from '../kernel/face-owner.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { ReplicationQueue } from '../replication/ports/replication-requests.ts';
import { sendReplication } from '../replication/replication.ts';
import { ownerOfEntry, removing, type WatchlistEntry } from './domain/watchlist-entry.ts';
import { changedMeanwhile } from './entry-access.ts';
import type { WatchlistEntries } from './ports/watchlist-entries.ts';

export interface RemoveWatchlistEntryDependencies {
  readonly entries: Pick<WatchlistEntries, 'save' | 'unmap' | 'remove'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfOwner'>;
  readonly pairs: Pick<AllowedPairs, 'forget'>;
  readonly collections: Pick<FaceCollections, 'delete'>;
  readonly images: Pick<ImageStore, 'delete'>;
  readonly enrolledImages: Pick<ImageStore, 'delete'>;
  /** Requests replication to the second region. */
  readonly replication?: ReplicationQueue;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/**
 * Removes an entry: it is not searched from now on; then its faces go in every generation, then their
 * records, the images and the entry. In another order, a crash in between would leave an unknown face. An
 * interrupted removal is due at once, and ended by the schedule.
 * @param cause counted with the removal
 * @throws Problem `invalid_state` if the entry has changed meanwhile
 */
export async function removeWatchlistEntry(
  entry: WatchlistEntry,
  cause: 'removed' | 'due' | 'erased',
  dependencies: RemoveWatchlistEntryDependencies,
): Promise<void> {
  const { entries, mappings, pairs, collections, images, enrolledImages, replication, clock, emit } =
    dependencies;
  const { tenant, session_id, image, planned } = entry;
  const marked = entry.state === 'removing' ? entry : removing(entry, clock());
  if (marked !== entry && !(await entries.save(entry, marked))) throw changedMeanwhile(entry);
  const own = async () =>
    (await mappings.listOfOwner(tenant, ownerOfEntry(entry))).filter(
      (mapping): mapping is WatchlistFaceMapping => mapping.kind === 'watchlist',
    );
  let faces = await own();
  // a migration may map one more copy until its source is gone
  while (faces.length > 0) {
    for (const { collection_id, face_id } of faces)
      await collections.delete(collection_id, [face_id], 'request');
    await entries.unmap(faces);
    for (const face of faces) await sendReplication(replication, face);
    faces = await own();
  }
  if (planned) await enrolledImages.delete(enrolledImageKey(tenant, planned.image_id));
  // the selfie of a session belongs to the session
  if (session_id === undefined) await images.delete(image.key);
  await pairs.forget(tenant, ownerKey(ownerOfEntry(entry)));
  await entries.remove(marked);
  emit('WatchlistEntryChanged', 1, { Result: cause });
}
