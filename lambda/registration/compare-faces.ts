import type * as z from 'zod/mini';
import type { Comparison } from '../images/domain/document-comparison.ts';
import { evidencePrefix } from '../images/domain/evidence-key.ts';
import type { BoundingBox, ImageRole } from '../images/domain/quality-gate.ts';
import { isSamePicture } from '../images/domain/same-picture.ts';
import { identifyPicture, type OpenedImage, openImage, UNREADABLE } from '../images/open-image.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import { type PreparedImage, showFace } from '../images/prepare-image.ts';
import { sumCalls } from '../kernel/billing.ts';
import type { VerificationPolicy } from '../kernel/policy.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { compareFacesInput, compareFacesOutput, PreparedSelfie, RegistrationInput } from './contract.ts';
import type { StoredComparison } from './domain/face-match.ts';

type Input = z.infer<typeof compareFacesInput>;
type Output = z.infer<typeof compareFacesOutput>;

export interface CompareFacesDependencies {
  readonly images: Pick<ImageStore, 'read' | 'writeJpeg'>;
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
  readonly editor: ImageEditor;
  readonly policy: VerificationPolicy;
  readonly clock: Clock;
}

/**
 * Compares the selfie with every face of the document (whitepaper 3.4), while the quality gate finds the
 * portrait among them; the task that claims judges. Unreadable images, and two pictures that are one, are
 * refused without a billed call. The selfie is prepared and stored here, for the tasks that index it and
 * search for it.
 */
export async function compareFaces(
  { registration, again }: Input,
  dependencies: CompareFacesDependencies,
): Promise<Output> {
  const { images, editor, clock } = dependencies;
  const startedAt = clock();
  if (again) return compareAgain(again, dependencies);
  const open = async (role: ImageRole) => openImage(await images.read(registration[role]), role, editor);
  const refuse = (reason: ReasonCode): Output => ({
    comparison: { refused_for: [reason], calls: {}, ...timesOf(startedAt, clock()) },
  });
  const [selfie, document] = await Promise.all([open('selfie'), open('document')]);
  if (typeof selfie === 'string') return refuse(selfie);
  if (typeof document === 'string') return refuse(document);
  const [identity, other] = await Promise.all([
    identifyPicture(selfie, editor),
    identifyPicture(document, editor),
  ]);
  if (!identity) return refuse(UNREADABLE.selfie);
  if (!other) return refuse(UNREADABLE.document);
  if (isSamePicture(identity, other)) return refuse('document_is_selfie');
  const { found, shown } = await compareAndShow(selfie, document, registration, dependencies);
  const prepared = await keepSelfie(shown, identity.sha256, registration, images);
  return {
    comparison: { ...answerOf(found), calls: CALLS, ...timesOf(startedAt, clock()) },
    selfie: prepared,
  };
}

const CALLS = { CompareFaces: 1 } as const;

/**
 * Compares, and returns the selfie as it is to be indexed. It is cropped by the box that liveness returned,
 * and where that is missing by the one that the comparison returns.
 */
async function compareAndShow(
  { original, size, prepared }: OpenedImage,
  document: OpenedImage,
  { sensitivity, selfie: { face } }: RegistrationInput,
  { faces, editor, policy }: CompareFacesDependencies,
): Promise<{ readonly found: Comparison | undefined; readonly shown: PreparedImage }> {
  const rules = { sensitivity, minFacePx: policy.quality.selfie.min_face_px };
  const show = (box: BoundingBox | undefined) =>
    box ? showFace(original, size, prepared, box, rules, editor) : prepared;
  const sent = await show(face);
  const found = await faces.compareFaces(sent.bytes, document.prepared.bytes);
  return { found, shown: face ? sent : await show(found?.selfieFace) };
}

/** Compares with the portrait at full resolution; the answer replaces that for the whole document. */
async function compareAgain(
  { selfie, document, comparison }: NonNullable<Input['again']>,
  { images, faces, clock }: CompareFacesDependencies,
): Promise<Output> {
  if (!document.crop) throw new Error('there is no crop of the document to compare again');
  const [selfieBytes, cropBytes] = await Promise.all([images.read(selfie), images.read(document.crop)]);
  const found = await faces.compareFaces(selfieBytes, cropBytes);
  const { started_at, calls } = comparison;
  return {
    comparison: {
      ...answerOf(found),
      part: document.crop.part,
      calls: sumCalls([calls, CALLS]),
      started_at,
      ended_at: clock().toISOString(),
    },
    selfie,
  };
}

const answerOf = (found: Comparison | undefined): Pick<StoredComparison, 'refused_for' | 'faces'> => ({
  refused_for: [],
  ...(found
    ? { faces: found.faces.map(({ similarity, boundingBox }) => ({ similarity, bounding_box: boundingBox })) }
    : {}),
});

const timesOf = (startedAt: Date, endedAt: Date) => ({
  started_at: startedAt.toISOString(),
  ended_at: endedAt.toISOString(),
});

/** Stores an edited selfie next to the original, which stays as evidence. */
async function keepSelfie(
  { bytes, edited, widthPx, heightPx }: PreparedImage,
  sha256: string,
  { session_id: id, tenant, selfie: { key, version_id } }: RegistrationInput,
  images: Pick<ImageStore, 'writeJpeg'>,
): Promise<PreparedSelfie> {
  const prepared = { key: `${evidencePrefix({ id, tenant }, 'prepared')}/selfie.jpg` };
  if (edited) await images.writeJpeg(prepared.key, bytes);
  const uploaded = version_id === undefined ? { key } : { key, version_id };
  return { ...(edited ? prepared : uploaded), sha256, width_px: widthPx, height_px: heightPx };
}
