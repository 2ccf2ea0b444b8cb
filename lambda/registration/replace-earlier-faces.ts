import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import type { UserFaceMapping } from '../enrollment/domain/face-mapping.ts';
import { type ReplacedEnrollments, replaceEarlier } from '../enrollment/domain/replaced-enrollments.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import type { FaceDeletions } from '../enrollment/ports/face-deletions.ts';
import type { FaceMappingStore } from '../enrollment/ports/face-mapping-store.ts';
import { type SendFaceDeletionDependencies, sendFaceDeletion } from '../enrollment/send-face-deletion.ts';
import { groupBy } from '../kernel/group-by.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReplicationQueue } from '../replication/ports/replication-requests.ts';
import { sendReplication } from '../replication/replication.ts';
import type { UserVectors } from '../user-vectors/user-vectors.ts';
import type { FaceRemoval } from '../users/ports/face-removal.ts';
import type { RegistrationInput } from './contract.ts';
import { deletionIdOf } from './end-registration.ts';

export interface ReplaceEarlierFacesDependencies extends SendFaceDeletionDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'earlier'>;
  readonly mappings: Pick<FaceMappingStore, 'listOfUser'>;
  readonly deletions: Pick<FaceDeletions, 'get'>;
  readonly removal: FaceRemoval;
  readonly buildVector: UserVectors['build'];
  readonly replication?: ReplicationQueue;
  readonly clock: Clock;
}

/** Returns what the approval of a re-enrollment replaces; undefined if it adds, or there is nothing. */
export async function facesToReplace(
  registration: RegistrationInput,
  claim: EnrollmentClaim,
  { enrollments, mappings, clock }: ReplaceEarlierFacesDependencies,
): Promise<ReplacedEnrollments | undefined> {
  if (registration.enrollment?.mode !== 'replace') return undefined;
  const { tenant, user_id } = registration;
  const [earlier, mapped] = await Promise.all([
    enrollments.earlier(tenant, user_id),
    mappings.listOfUser(tenant, user_id),
  ]);
  return replaceEarlier(claim, earlier, mapped, deletionIdOf(registration), clock());
}

/**
 * Ends what an approval that has replaced faces has begun; repeating it does no harm. A migration may have
 * mapped one more copy of an image between the reading and the write, in a generation that is not searched
 * yet: it is unmapped, and the reconciliation deletes its face.
 */
export async function endReplacement(
  registration: RegistrationInput,
  dependencies: ReplaceEarlierFacesDependencies,
): Promise<void> {
  if (registration.enrollment?.mode !== 'replace') return;
  const { deletions, mappings, removal, buildVector, replication } = dependencies;
  const { tenant, user_id } = registration;
  const deletion = await deletions.get(tenant, deletionIdOf(registration));
  // done before, or nothing was replaced
  if (!deletion) return;
  const images = new Set([deletion.image_id, ...(deletion.further_image_ids ?? [])]);
  const left = (await mappings.listOfUser(tenant, user_id)).filter(({ image_id }) => images.has(image_id));
  for (const copies of groupBy(left, ({ image_id }) => image_id).values()) await removal.remove(copies);
  const changed = new Map<string, Pick<UserFaceMapping, 'collection_id' | 'image_id'>>();
  for (const { collection_id } of [...deletion.faces, ...left])
    for (const image_id of images) changed.set(`${collection_id} ${image_id}`, { collection_id, image_id });
  for (const one of changed.values()) {
    const image = { kind: 'user', tenant, user_id, ...one } as const;
    await buildVector(image);
    await sendReplication(replication, image);
  }
  await sendFaceDeletion(deletion, dependencies);
}
