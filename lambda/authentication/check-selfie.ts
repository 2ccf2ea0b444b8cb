import { judgeQuality } from '../images/domain/quality-gate.ts';
import { openImage, UNREADABLE } from '../images/open-image.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import { showFace } from '../images/prepare-image.ts';
import type { CheckFindings } from '../kernel/check.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { Sensitivity } from '../kernel/sensitivity.ts';

export interface CheckSelfieDependencies {
  readonly faces: Pick<FaceAnalysis, 'detectFaces'>;
  readonly editor: Pick<ImageEditor, 'edit'>;
  readonly policy: VerificationPolicy;
  readonly emit: EmitMetric;
}

export interface CheckedSelfie {
  readonly findings: CheckFindings;
  /** The image to recognize the face in; absent if the selfie is refused. */
  readonly shown?: Uint8Array;
}

/**
 * Checks the selfie of a login by the quality gate (whitepaper 3.3.1), and prepares it like that of a
 * registration: scaled down to Full HD, and cropped to the face in sensitive flows (whitepaper 5.5 and 6.1).
 */
export async function checkSelfie(
  original: Uint8Array,
  sensitivity: Sensitivity,
  dependencies: CheckSelfieDependencies,
): Promise<CheckedSelfie> {
  const { emit } = dependencies;
  const checked = await inspect(original, sensitivity, dependencies);
  const { reasons } = checked.findings;
  emit('QualityChecked', 1, { Image: 'selfie', Result: reasons.length === 0 ? 'passed' : 'failed' });
  for (const reason of reasons) emit('QualityRuleFailed', 1, { Image: 'selfie', ReasonCode: reason });
  return checked;
}

async function inspect(
  original: Uint8Array,
  sensitivity: Sensitivity,
  { faces, editor, policy }: CheckSelfieDependencies,
): Promise<CheckedSelfie> {
  const limits = policy.quality.selfie;
  const image = await openImage(original, 'selfie', editor);
  if (typeof image === 'string') return { findings: { reasons: [image], calls: {} } };
  const { size, prepared } = image;
  const found = await faces.detectFaces(prepared.bytes);
  if (!found) return { findings: { reasons: [UNREADABLE.selfie], calls: {} } };
  const { reasons, measures, face } = judgeQuality(found, size, limits, 'selfie');
  const findings = { reasons, measures, calls: { DetectFaces: 1 } };
  if (reasons.length > 0 || !face) return { findings };
  const rules = { sensitivity, minFacePx: limits.min_face_px };
  const shown = await showFace(original, size, prepared, face.boundingBox, rules, editor);
  return { findings, shown: shown.bytes };
}
