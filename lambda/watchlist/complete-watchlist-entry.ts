import type { CollectionNames } from '../collections/collections-to-write.ts';
import type { IndexedFace } from '../collections/domain/indexed-face.ts';
import type { FaceCollections } from '../collections/ports/face-collections.ts';
import { leftoversOfImage } from '../enrollment/leftover-faces.ts';
import type { MissingImages } from '../enrollment/ports/missing-images.ts';
import { enrolledImageKey } from '../images/domain/enrolled-image-key.ts';
import { judgeLargestFace } from '../images/domain/quality-gate.ts';
import { type OpenedImage, openImage, sha256 } from '../images/open-image.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { Caller } from '../kernel/caller.ts';
import { ownerKey } from '../kernel/face-owner.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';
import { Problem } from '../kernel/problem.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import { generationOfCollection } from '../kernel/tenancy.ts';
import type { ReplicationQueue } from '../replication/ports/replication-requests.ts';
import { sendReplication } from '../replication/replication.ts';
import { mappingOfEntry } from './domain/entry-mapping.ts';
import { activated, ownerOfEntry, planned, rejected, type WatchlistEntry } from './domain/watchlist-entry.ts';
import { changedMeanwhile, requireEntry } from './entry-access.ts';
import { listCollectionsToWrite } from './list-collections-to-write.ts';
import type { WatchlistEntries } from './ports/watchlist-entries.ts';

export interface CompleteWatchlistEntryDependencies extends CollectionNames {
  readonly entries: Pick<WatchlistEntries, 'get' | 'save' | 'activate'>;
  readonly missing: Pick<MissingImages, 'record'>;
  /** The evidence bucket, with selfies and uploads. */
  readonly images: Pick<ImageStore, 'find' | 'read'>;
  readonly enrolledImages: Pick<ImageStore, 'writeJpeg' | 'urlOf'>;
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly collections: FaceCollections;
  /** Requests replication to the second region. */
  readonly replication?: ReplicationQueue;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly newIdentifier: NewIdentifier;
  readonly emit: EmitMetric;
}

/**
 * Indexes the image of an entry into its list and judges it by the answer, like a selfie (whitepaper 3.3.1):
 * an image that shows no usable face, or several faces, rejects the entry. From then on registrations are
 * compared with it. An entry that is completed already is returned as it is.
 * @throws Problem `not_found`, or `invalid_state` if there is no image yet, or the entry is being removed
 */
export async function completeWatchlistEntry(
  { tenant }: Caller,
  listId: string,
  id: string,
  dependencies: CompleteWatchlistEntryDependencies,
): Promise<WatchlistEntry> {
  const entry = await requireEntry(dependencies.entries, tenant, listId, id);
  if (entry.state === 'active' || entry.state === 'rejected') return entry;
  if (entry.state === 'removing') throw new Problem('invalid_state', `entry ${id} is being removed`);
  const opened = await openImageOf(entry, dependencies);
  if (typeof opened === 'string') return reject(entry, [opened], dependencies);
  await deleteLeftovers(entry, opened, dependencies);
  const { revision, active, copies } = await listCollectionsToWrite(tenant, listId, dependencies);
  const begun = planned(entry, {
    image_id: dependencies.newIdentifier(ID_PREFIXES.image),
    collection_ids: [active, ...copies],
  });
  if (!(await dependencies.entries.save(entry, begun))) throw changedMeanwhile(entry);
  const faces = await indexImage(begun, active, copies, opened, dependencies);
  if ('reasons' in faces) return reject(begun, faces.reasons, dependencies);
  return activate(begun, faces.indexed, revision, opened, dependencies);
}

async function openImageOf(
  { id, image, session_id }: WatchlistEntry,
  { images, editor }: CompleteWatchlistEntryDependencies,
): Promise<OpenedImage | ReasonCode> {
  const found = session_id === undefined ? await images.find(image.key) : image;
  if (!found)
    throw new Problem('invalid_state', `entry ${id} has no image yet; post it to the form, then complete`);
  return openImage(await images.read(found), 'selfie', editor);
}

/** Deletes what an interrupted attempt may have indexed: it carries the image id of that attempt. */
async function deleteLeftovers(
  { planned: plan }: WatchlistEntry,
  { prepared }: OpenedImage,
  { collections }: CompleteWatchlistEntryDependencies,
): Promise<void> {
  for (const collection of plan?.collection_ids ?? []) {
    const left = await leftoversOfImage(plan?.image_id ?? '', collection, prepared.bytes, collections);
    if (left.length > 0) await collections.delete(collection, left, 'leftover');
  }
}

/** Indexes the image where it is judged, then in the other generations that are written. */
async function indexImage(
  { planned: plan }: WatchlistEntry,
  active: string,
  copies: readonly string[],
  { prepared }: OpenedImage,
  { collections, policy }: CompleteWatchlistEntryDependencies,
): Promise<{ readonly reasons: readonly ReasonCode[] } | { readonly indexed: readonly IndexedFace[] }> {
  const imageId = plan?.image_id ?? '';
  const answer = await collections.index(active, prepared.bytes, imageId, 'watchlist');
  if (!answer) return { reasons: ['face_not_detected'] };
  const faces = 1 + (answer.unindexed ?? 0);
  // a picture that its person did not take for us: it may show glasses, or closed eyes
  const limits = { ...policy.quality.selfie, rules: {} };
  const { reasons } = judgeLargestFace(answer.observation, faces, prepared, limits, 'selfie');
  if (reasons.length > 0) {
    await collections.delete(active, [answer.face.face_id], 'low_quality');
    return { reasons };
  }
  const indexed = [answer.face];
  for (const collection of copies) {
    const copy = await collections.index(collection, prepared.bytes, imageId, 'copy');
    if (copy) indexed.push(copy.face);
  }
  return { indexed };
}

async function reject(
  entry: WatchlistEntry,
  reasons: readonly ReasonCode[],
  { entries, emit }: CompleteWatchlistEntryDependencies,
): Promise<WatchlistEntry> {
  const after = rejected(entry, reasons);
  if (!(await entries.save(entry, after))) throw changedMeanwhile(entry);
  emit('WatchlistEntryChanged', 1, { Result: 'rejected' });
  return after;
}

async function activate(
  entry: WatchlistEntry,
  faces: readonly IndexedFace[],
  generationsRevision: number,
  { original, prepared }: OpenedImage,
  dependencies: CompleteWatchlistEntryDependencies,
): Promise<WatchlistEntry> {
  const { entries, missing, enrolledImages, collections, replication, clock, emit } = dependencies;
  const { tenant, planned: plan } = entry;
  const imageId = plan?.image_id ?? '';
  // before the mapping: a migration reads it as soon as the face is mapped
  await enrolledImages.writeJpeg(enrolledImageKey(tenant, imageId), prepared.bytes);
  const hash = sha256(original);
  const mappings = faces.map((face) => mappingOfEntry(entry, face, hash, enrolledImages, clock()));
  const after = activated(entry);
  if (!(await entries.activate(entry, after, mappings, generationsRevision))) {
    for (const { collection_id, face_id } of faces)
      await collections.delete(collection_id, [face_id], 'undo');
    throw changedMeanwhile(entry);
  }
  const there = new Set(faces.map(({ collection_id }) => collection_id));
  for (const collection of (plan?.collection_ids ?? []).filter((one) => !there.has(one)))
    await missing.record(tenant, generationOfCollection(collection), {
      user_id: ownerKey(ownerOfEntry(entry)),
      image_id: imageId,
      reason: 'face_not_detected',
    });
  // a message lost here is sent again by the schedule
  for (const mapping of mappings) await sendReplication(replication, mapping);
  emit('WatchlistEntryChanged', 1, { Result: 'active' });
  return after;
}
