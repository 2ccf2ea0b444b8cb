import { createHash } from 'node:crypto';
import type { EnrollmentClaim } from '../enrollment/domain/enrollment.ts';
import type { EnrollmentStore } from '../enrollment/ports/enrollment-store.ts';
import { ID_PREFIXES } from '../kernel/identifier.ts';
import type { ManifestItem } from './manifest-item.ts';
import type { RowImage } from './row-image.ts';

export interface ClaimRowDependencies {
  readonly enrollments: Pick<EnrollmentStore, 'claim' | 'claimFurther' | 'get' | 'earlier'>;
}

/** Why a row cannot claim its user and images. */
export type ClaimRefusal = 'duplicate_image' | 'enrollment_in_progress';

/**
 * Claims user and images of a row; a killed job leaves claims behind, and the next one continues with them. A
 * user who is enrolled with other images is claimed for a further enrollment.
 * @returns the claim, `enrolled` if these images are so already
 */
export async function claimRow(
  { job, userId, imageKeys }: ManifestItem,
  images: readonly RowImage[],
  { enrollments }: ClaimRowDependencies,
): Promise<EnrollmentClaim | ClaimRefusal> {
  const sha256 = hashOf(images);
  const [first, ...others] = imageKeys;
  const wanted: EnrollmentClaim = {
    tenant: job.tenant,
    user_id: userId,
    session_id: job.id,
    image_sha256: sha256,
    image: { key: first },
    ...(others.length > 0 ? { further_image_keys: others } : {}),
    state: 'claimed',
  };
  const result = await enrollments.claim(wanted);
  const held = await enrollments.get(job.tenant, userId);
  if (!held) {
    if (result.claimed) throw new Error('a claim was released while its row was worked on');
    return 'duplicate_image';
  }
  if (held.image_sha256 === sha256) {
    const isOfJob = held.session_id.startsWith(`${ID_PREFIXES.indexJob}_`);
    return held.state === 'enrolled' || isOfJob ? held : 'enrollment_in_progress';
  }
  const earlier = await enrollments.earlier(job.tenant, userId);
  const known = [held.former, ...earlier].find((one) => one?.image_sha256 === sha256);
  if (known) return known;
  if (held.state === 'claimed') return 'enrollment_in_progress';
  const further = await enrollments.claimFurther(wanted);
  if (!further.claimed) return further.takenBy === 'image' ? 'duplicate_image' : 'enrollment_in_progress';
  return (await enrollments.get(job.tenant, userId)) ?? wanted;
}

/** Returns the hash of an image, or one over all of several images. */
function hashOf(images: readonly RowImage[]): string {
  const [only, second] = images;
  if (only && !second) return only.sha256;
  const hash = createHash('sha256');
  for (const { sha256 } of images) hash.update(sha256);
  return hash.digest('hex');
}
