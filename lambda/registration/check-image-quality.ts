import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import { otherFaces } from '../images/domain/document-comparison.ts';
import { evidencePrefix } from '../images/domain/evidence-key.ts';
import { boxAround, judgeImage, withinPart } from '../images/domain/image-rules.ts';
import {
  type BoundingBox,
  type FaceObservation,
  faceSizePx,
  type ImageRole,
  type ImageSize,
  judgeQuality,
} from '../images/domain/quality-gate.ts';
import { differenceHash, HASHED } from '../images/domain/same-picture.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { cropFace, type PreparedImage, prepareImage } from '../images/prepare-image.ts';
import type { CheckFindings } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type {
  checkImageQualityInput,
  checkImageQualityOutput,
  PreparedImageReference,
  RegistrationInput,
} from './contract.ts';

export interface CheckImageQualityDependencies {
  readonly sessions: SessionStore;
  readonly images: ImageStore;
  readonly faces: Pick<FaceAnalysis, 'detectFaces'>;
  readonly editor: ImageEditor;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

interface Inspection {
  readonly findings: CheckFindings;
  readonly accepted?: AcceptedImage;
}

interface AcceptedImage {
  readonly prepared: PreparedImage;
  readonly originalSize: ImageSize;
  /** In shares of the original. */
  readonly face: BoundingBox;
  readonly looks: string | undefined;
}

/**
 * Checks one image by the quality gate (whitepaper 3.3.1). Unreadable files are refused before a billed call;
 * images larger than Full HD are scaled down, and the face is cropped in sensitive flows (whitepaper 5.5 and
 * 6.1), or if it is large enough only in the original.
 */
export async function checkImageQuality(
  { registration, image: role }: z.infer<typeof checkImageQualityInput>,
  dependencies: CheckImageQualityDependencies,
): Promise<z.infer<typeof checkImageQualityOutput>> {
  const { images, policy, clock, emit } = dependencies;
  const startedAt = clock();
  const original = await images.read(registration[role]);
  if (role === 'document') await keepJudged(original, registration, images);
  const { findings, accepted } = await inspect(original, role, registration, dependencies);

  const image = accepted && (await keepImage(accepted, original, role, registration, images));
  emit('QualityChecked', 1, { Image: role, Result: findings.reasons.length === 0 ? 'passed' : 'failed' });
  for (const reason of findings.reasons) emit('QualityRuleFailed', 1, { Image: role, ReasonCode: reason });
  const verdict = await recordCheck(registration, `${role}_quality`, findings, startedAt, {
    ...dependencies,
    prices: policy.prices_usd,
  });
  return image ? { ...verdict, image } : verdict;
}

async function inspect(
  original: Uint8Array,
  role: ImageRole,
  registration: RegistrationInput,
  { faces, editor, policy }: CheckImageQualityDependencies,
): Promise<Inspection> {
  const unreadable = role === 'selfie' ? 'image_format_unsupported' : 'document_image_format_unsupported';
  const verdict = judgeImage(original, role);
  if (!verdict.usable) return { findings: { reasons: [verdict.reason], calls: {} } };

  const prepared = await prepareImage(original, verdict.header, editor);
  if (!prepared) return { findings: { reasons: [unreadable], calls: {} } };

  const found = await faces.detectFaces(prepared.bytes);
  if (!found) return { findings: { reasons: [unreadable], calls: {} } };
  const { reasons, measures, face } = judgeQuality(found, verdict.header, policy.quality[role], role);
  const findings = { reasons, measures, calls: { DetectFaces: 1 } };
  if (reasons.length > 0 || !face) return { findings };

  const scaledTooFar = faceSizePx(face.boundingBox, prepared) <= policy.quality[role].min_face_px;
  const cropped =
    registration.sensitivity === 'sensitive' || scaledTooFar
      ? await cropFace(original, verdict.header, facesToShow(found, face, verdict.header), editor)
      : undefined;
  return {
    findings,
    accepted: {
      prepared: cropped ?? prepared,
      originalSize: verdict.header,
      face: face.boundingBox,
      looks: await looksOf(prepared, editor),
    },
  };
}

/** How the whole image looks, before it is cropped. */
async function looksOf({ bytes }: PreparedImage, editor: ImageEditor): Promise<string | undefined> {
  const gray = await editor.shrinkToGray(bytes, HASHED);
  return gray && differenceHash(gray);
}

/** The face that counts, with all others that the comparison must see. */
const facesToShow = (
  found: readonly FaceObservation[],
  face: FaceObservation,
  size: ImageSize,
): BoundingBox =>
  boxAround(
    face.boundingBox,
    otherFaces(found, face, size).map(({ boundingBox }) => boundingBox),
  );

/**
 * Stores the judged document where no upload form reaches it: a version that is replaced expires earlier than
 * what was judged has to be kept.
 */
async function keepJudged(
  original: Uint8Array,
  { session_id: id, tenant }: RegistrationInput,
  images: ImageStore,
): Promise<void> {
  await images.writeOriginal(`${evidencePrefix({ id, tenant }, 'judged')}/${sha256(original)}`, original);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Stores an edited image next to the original, which stays as evidence. */
async function keepImage(
  { prepared, originalSize, face, looks }: AcceptedImage,
  original: Uint8Array,
  role: ImageRole,
  registration: RegistrationInput,
  images: ImageStore,
): Promise<PreparedImageReference> {
  const owner = { id: registration.session_id, tenant: registration.tenant };
  const edited = { key: `${evidencePrefix(owner, 'prepared')}/${role}.jpg` };
  if (prepared.edited) await images.writeJpeg(edited.key, prepared.bytes);
  return {
    ...(prepared.edited ? edited : registration[role]),
    sha256: sha256(original),
    ...(looks === undefined ? {} : { difference_hash: looks }),
    width_px: prepared.widthPx,
    height_px: prepared.heightPx,
    face: withinPart(face, prepared.part),
    shown_px: {
      width: prepared.part.width * originalSize.widthPx,
      height: prepared.part.height * originalSize.heightPx,
    },
  };
}
