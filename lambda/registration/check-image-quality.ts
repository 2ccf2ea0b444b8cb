import type * as z from 'zod/mini';
import { otherFaces } from '../images/domain/document-comparison.ts';
import { evidencePrefix } from '../images/domain/evidence-key.ts';
import { boxAround } from '../images/domain/image-rules.ts';
import { type FaceObservation, type ImageRole, judgeQuality } from '../images/domain/quality-gate.ts';
import { type OpenedImage, openImage, sha256, UNREADABLE } from '../images/open-image.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { cropFace, isScaledTooFar } from '../images/prepare-image.ts';
import type { CheckFindings } from '../kernel/check.ts';
import { policyFingerprint } from '../kernel/decision.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { rulesOf } from '../kernel/selfie-rules.ts';
import type { SessionStore } from '../sessions/ports/session-store.ts';
import { recordCheck } from '../sessions/record-check.ts';
import type {
  checkImageQualityInput,
  checkImageQualityOutput,
  RegistrationInput,
  StoredImage,
} from './contract.ts';
import type { JudgedDocument } from './domain/face-match.ts';
import { keepJudged } from './keep-judged.ts';
import { keepPortrait, portraitOf } from './keep-portrait.ts';
import { recallFindings } from './recall-findings.ts';
import { type StopWithoutConsentDependencies, stopWithoutConsent } from './stop-without-consent.ts';

export interface CheckImageQualityDependencies extends StopWithoutConsentDependencies {
  readonly sessions: SessionStore;
  readonly images: ImageStore;
  readonly faces: Pick<FaceAnalysis, 'detectFaces'>;
  readonly editor: ImageEditor;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
  readonly emit: EmitMetric;
}

/** An image that shows a face. */
interface Sight {
  readonly image: OpenedImage;
  readonly faces: readonly FaceObservation[];
  /** The face that counts. */
  readonly face: FaceObservation;
}

interface Inspection {
  readonly findings: CheckFindings;
  readonly sight?: Sight;
}

/**
 * Checks one image by the quality gate (whitepaper 3.3.1). Unreadable files are refused before a billed call,
 * and images larger than Full HD are scaled down (whitepaper 5.5). A document comes back with the place of
 * its portrait, also if it is refused; one that an earlier run has judged is not judged again.
 */
export async function checkImageQuality(
  { registration, image: role }: z.infer<typeof checkImageQualityInput>,
  dependencies: CheckImageQualityDependencies,
): Promise<z.infer<typeof checkImageQualityOutput>> {
  const { images, policy, clock } = dependencies;
  const { session_id: id, tenant } = registration;
  const startedAt = clock();
  const stored = registration[role];
  if (!stored) throw new Error(`session ${id} has no ${role} to judge`);
  const stopped = await stopWithoutConsent(registration, dependencies);
  if (stopped) return stopped;
  const original = await images.read(stored);
  const report = (findings: CheckFindings, isCounted = true) =>
    recordCheck(registration, `${role}_quality`, findings, startedAt, {
      ...dependencies,
      prices: policy.prices_usd,
      isCounted,
    });
  const hash = sha256(original);
  if (role === 'document') {
    const known = await recallFindings(registration, hash, dependencies);
    // the portrait was kept by the run that judged this document
    if (known)
      return withPortrait(await report(known.quality, false), portraitOf(registration, hash), policy);
  }
  const [{ findings, sight }] = await Promise.all([
    inspect(original, role, dependencies),
    ...(role === 'document' ? [keepJudged(original, hash, { id, tenant }, images)] : []),
  ]);
  if (role === 'selfie') return report(findings);
  const document = sight && (await describe(sight, findings, registration, dependencies));
  const portrait =
    sight && findings.reasons.length === 0 && policy.search.document_face
      ? await keepPortrait(sight.image, sight.face.boundingBox, portraitOf(registration, hash), dependencies)
      : undefined;
  const basis = { document_sha256: hash, policy_version: policyFingerprint(policy) };
  const verdict = await report({ ...findings, basis });
  const described = document ? { ...verdict, document } : verdict;
  return portrait ? withPortrait(described, portrait, policy) : described;
}

const withPortrait = <Verdict extends { readonly continue: boolean }>(
  verdict: Verdict,
  portrait: StoredImage,
  { search }: VerificationPolicy,
): Verdict & { readonly portrait?: StoredImage } =>
  verdict.continue && search.document_face ? { ...verdict, portrait } : verdict;

async function inspect(
  original: Uint8Array,
  role: ImageRole,
  { faces: analysis, editor, policy }: CheckImageQualityDependencies,
): Promise<Inspection> {
  const image = await openImage(original, role, editor);
  if (typeof image === 'string') return { findings: { reasons: [image], calls: {} } };
  const faces = await analysis.detectFaces(
    image.prepared.bytes,
    role === 'selfie' ? rulesOf(policy.quality.selfie.rules) : [],
  );
  if (!faces) return { findings: { reasons: [UNREADABLE[role]], calls: {} } };
  const { reasons, measures, face } = judgeQuality(faces, image.size, policy.quality[role], role);
  const findings = { reasons, measures, calls: { DetectFaces: 1 } };
  return face
    ? { findings: { ...findings, faceBox: face.boundingBox }, sight: { image, faces, face } }
    : { findings };
}

/**
 * Describes a document for the judgement of its comparison. If it is good and its portrait is large enough
 * only in the original, it stores the portrait at full resolution, to be compared again.
 */
async function describe(
  { image, faces, face }: Sight,
  { reasons }: CheckFindings,
  { session_id: id, tenant }: RegistrationInput,
  { images, editor, policy }: CheckImageQualityDependencies,
): Promise<JudgedDocument> {
  const { original, size, prepared } = image;
  const portrait = face.boundingBox;
  const document = { portrait, width_px: size.widthPx, height_px: size.heightPx };
  if (reasons.length > 0 || !isScaledTooFar(portrait, prepared, policy.quality.document.min_face_px))
    return document;
  const others = otherFaces(faces, face, size).map(({ boundingBox }) => boundingBox);
  const crop = await cropFace(original, size, boxAround(portrait, others), editor);
  if (!crop) return document;
  const key = `${evidencePrefix({ id, tenant }, 'prepared')}/document.jpg`;
  await images.writeJpeg(key, crop.bytes);
  return { ...document, crop: { key, part: crop.part } };
}
