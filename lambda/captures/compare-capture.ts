import type { ImageReference } from '../images/domain/image-reference.ts';
import { sha256 } from '../images/open-image.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { type Check, type CopiedCapture, createCheck } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { VerificationSession } from '../sessions/domain/verification-session.ts';
import type { CaptureOwner } from './domain/captured-picture.ts';
import { copyFindings, equalCopies, nearCopies } from './domain/copy-findings.ts';
import { bandsOf, HASHED, perceptualHash } from './domain/perceptual-hash.ts';
import type { Captures } from './ports/captures.ts';

export interface CompareCaptureDependencies {
  readonly captures: Captures;
  readonly images: Pick<ImageStore, 'read'>;
  readonly editor: Pick<ImageEditor, 'shrinkToGray'>;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
}

/** The session that a passed liveness check belongs to. */
type CapturedSession = Pick<VerificationSession, 'tenant' | 'id' | 'user_id' | 'retained_until'>;

/** The pictures that the check returned. */
export interface LivenessCapture {
  readonly reference: ImageReference;
  readonly auditImages: readonly ImageReference[];
}

/**
 * Compares the pictures of a passed liveness check with those of other sessions of the tenant, and keeps
 * their hashes for later ones. Equal bytes in another session are a replay: a camera never takes the same
 * picture twice. Whether they look the same is asked of the reference image alone, which the later checks
 * rest on.
 * Repeating it for the same session finds the same.
 */
export async function compareCapture(
  { tenant, id: session_id, user_id, retained_until }: CapturedSession,
  { reference, auditImages }: LivenessCapture,
  dependencies: CompareCaptureDependencies,
): Promise<Check> {
  const { images, policy, clock } = dependencies;
  const startedAt = clock();
  const owner = { session_id, user_id, retained_until };
  const selfie = images.read(reference);
  const pictures = Promise.all([selfie, ...auditImages.map((image) => images.read(image))]);
  const [equal, near] = await Promise.all([
    pictures.then((all) => findEqual(tenant, owner, all, dependencies)),
    policy.replay.near === 'off'
      ? undefined
      : selfie.then((picture) => findNear(tenant, owner, picture, dependencies)),
  ]);
  return createCheck(copyFindings({ equal, near }), startedAt, clock(), policy.prices_usd);
}

async function findEqual(
  tenant: string,
  owner: CaptureOwner,
  pictures: readonly Uint8Array[],
  { captures, clock }: CompareCaptureDependencies,
): Promise<readonly CopiedCapture[]> {
  const hashes = [...new Set(pictures.map(sha256))];
  const first = await Promise.all(hashes.map((hash) => captures.keepEqual(tenant, hash, owner, clock())));
  return equalCopies(first.filter((other) => other !== undefined));
}

/**
 * Keeps the bands before it looks for others with them: of two sessions that are compared at the same time,
 * at least one finds the other.
 */
async function findNear(
  tenant: string,
  owner: CaptureOwner,
  picture: Uint8Array,
  { captures, editor, clock }: CompareCaptureDependencies,
): Promise<readonly CopiedCapture[]> {
  const gray = await editor.shrinkToGray(picture, HASHED);
  const hash = gray && perceptualHash(gray);
  // an image that cannot be decoded or is flat is for the quality gate to refuse
  if (!hash) return [];
  const bands = bandsOf(hash);
  const capture = { ...owner, perceptual_hash: hash };
  await Promise.all(bands.map((band) => captures.keepBand(tenant, band, capture)));
  const found = await Promise.all(bands.map((band) => captures.listOfBand(tenant, band, clock())));
  return nearCopies(owner.session_id, hash, found.flat());
}
