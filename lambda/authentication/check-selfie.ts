import { type BoundingBox, judgeQuality } from '../images/domain/quality-gate.ts';
import { type OpenedImage, openImage, UNREADABLE } from '../images/open-image.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import { showFace } from '../images/prepare-image.ts';
import type { CheckFindings } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import { rulesOf } from '../kernel/selfie-rules.ts';
import type { Sensitivity } from '../kernel/sensitivity.ts';

export interface OpenSelfieDependencies {
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly policy: VerificationPolicy;
}

export interface JudgeSelfieDependencies extends OpenSelfieDependencies {
  readonly faces: Pick<FaceAnalysis, 'detectFaces'>;
}

export interface OpenedSelfie {
  readonly image: OpenedImage;
  /** The image to recognize the face in. */
  readonly shown: Uint8Array;
}

export interface SelfieRules {
  readonly sensitivity: Sensitivity;
  /** Place of the face, as liveness returned it; a selfie without one is shown whole. */
  readonly face: BoundingBox | undefined;
}

/**
 * Prepares the selfie of a login like that of a registration: scaled down to Full HD, and cropped to the face
 * in sensitive flows (whitepaper 5.5 and 6.1).
 * @returns findings if it cannot be read, which costs no call
 */
export async function openSelfie(
  original: Uint8Array,
  { sensitivity, face }: SelfieRules,
  { editor, policy }: OpenSelfieDependencies,
): Promise<OpenedSelfie | CheckFindings> {
  const image = await openImage(original, 'selfie', editor);
  if (typeof image === 'string') return { reasons: [image], calls: {} };
  const { size, prepared } = image;
  if (!face) return { image, shown: prepared.bytes };
  const rules = { sensitivity, minFacePx: policy.quality.selfie.min_face_px };
  const shown = await showFace(original, size, prepared, face, rules, editor);
  return { image, shown: shown.bytes };
}

/** Judges the selfie of a login by the quality gate (whitepaper 3.3.1). */
export async function judgeSelfie(
  { size, prepared }: OpenedImage,
  { faces, policy }: JudgeSelfieDependencies,
): Promise<CheckFindings> {
  const found = await faces.detectFaces(prepared.bytes, rulesOf(policy.quality.selfie.rules));
  if (!found) return { reasons: [UNREADABLE.selfie], calls: {} };
  const { reasons, measures } = judgeQuality(found, size, policy.quality.selfie, 'selfie');
  return { reasons, measures, calls: { DetectFaces: 1 } };
}
