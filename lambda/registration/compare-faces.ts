import type * as z from 'zod/mini';
import type { Comparison } from '../images/domain/document-comparison.ts';
import type { ImageRole } from '../images/domain/quality-gate.ts';
import { isSamePicture } from '../images/domain/same-picture.ts';
import { identifyPicture, type OpenedImage, openImage, UNREADABLE } from '../images/open-image.ts';
import type { FaceAnalysis } from '../images/ports/face-analysis.ts';
import type { ImageEditor } from '../images/ports/image-editor.ts';
import type { ImageStore } from '../images/ports/image-store.ts';
import type { PreparedImage } from '../images/prepare-image.ts';
import { sumCalls } from '../kernel/billing.ts';
import type { CheckFindings } from '../kernel/check.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { ReasonCode } from '../kernel/reason-code.ts';
import type { compareFacesInput, compareFacesOutput, RegistrationInput, StoredImage } from './contract.ts';
import type { StoredComparison } from './domain/face-match.ts';
import { keepSelfie, showSelfie } from './prepare-selfie.ts';
import { type RecallFindingsDependencies, recallFindings } from './recall-findings.ts';
import { type StopWithoutConsentDependencies, stopWithoutConsent } from './stop-without-consent.ts';

type Input = z.infer<typeof compareFacesInput>;
type Output = z.infer<typeof compareFacesOutput>;

export interface CompareFacesDependencies extends RecallFindingsDependencies, StopWithoutConsentDependencies {
  readonly images: Pick<ImageStore, 'read' | 'writeJpeg'>;
  readonly faces: Pick<FaceAnalysis, 'compareFaces'>;
  readonly editor: ImageEditor;
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
  const stopped = await stopWithoutConsent(registration, dependencies);
  const open = async (role: ImageRole, image: StoredImage) =>
    openImage(await images.read(image), role, editor);
  const refuse = (reason: ReasonCode, identity: { readonly document_sha256?: string } = {}): Output => ({
    comparison: { refused_for: [reason], ...identity, calls: {}, ...timesOf(startedAt, clock()) },
  });
  if (stopped) return refuse(...stopped.reason_codes);
  if (again) return compareAgain(again, dependencies);
  const [selfie, document] = await Promise.all([
    open('selfie', registration.selfie),
    registration.document && open('document', registration.document),
  ]);
  if (typeof selfie === 'string') return refuse(selfie);
  if (!document) return (await showAlone(selfie, registration, dependencies)) ?? refuse(UNREADABLE.selfie);
  if (typeof document === 'string') return refuse(document);
  const [identity, other] = await Promise.all([
    identifyPicture(selfie, editor),
    identifyPicture(document, editor),
  ]);
  if (!identity) return refuse(UNREADABLE.selfie);
  if (!other) return refuse(UNREADABLE.document);
  const document_sha256 = other.sha256;
  if (isSamePicture(identity, other)) return refuse('document_is_selfie', { document_sha256 });
  const known = await recallFindings(registration, document_sha256, dependencies);
  const { shown, answer } = known
    ? {
        shown: await showSelfie(selfie, registration.selfie.face, registration, dependencies),
        answer: recalled(known.match),
      }
    : await compareAndShow(selfie, document, registration, dependencies);
  const prepared = await keepSelfie(shown, identity.sha256, registration, images);
  const comparison = { ...answer, document_sha256, ...timesOf(startedAt, clock()) };
  return { comparison, selfie: prepared };
}

/**
 * Prepares the selfie of a registration without a document, which is compared with nothing.
 * @returns undefined if it cannot be read
 */
async function showAlone(
  selfie: OpenedImage,
  registration: RegistrationInput,
  dependencies: CompareFacesDependencies,
): Promise<Output | undefined> {
  const identity = await identifyPicture(selfie, dependencies.editor);
  if (!identity) return undefined;
  const shown = await showSelfie(selfie, registration.selfie.face, registration, dependencies);
  return { selfie: await keepSelfie(shown, identity.sha256, registration, dependencies.images) };
}

const CALLS = { CompareFaces: 1 } as const;

type Answer = Omit<StoredComparison, 'document_sha256' | 'started_at' | 'ended_at'>;

const recalled = ({ reasons, measures = [] }: CheckFindings): Answer => ({
  refused_for: [],
  known: { reasons: [...reasons], measures: [...measures] },
  calls: {},
});

/**
 * Compares, and returns the selfie as it is to be indexed. It is cropped by the box that liveness returned,
 * and where that is missing by the one that the comparison returns.
 */
async function compareAndShow(
  selfie: OpenedImage,
  document: OpenedImage,
  registration: RegistrationInput,
  dependencies: CompareFacesDependencies,
): Promise<{ readonly shown: PreparedImage; readonly answer: Answer }> {
  const { face } = registration.selfie;
  const sent = await showSelfie(selfie, face, registration, dependencies);
  const found = await dependencies.faces.compareFaces(sent.bytes, document.prepared.bytes);
  const shown = face ? sent : await showSelfie(selfie, found?.selfieFace, registration, dependencies);
  return { shown, answer: { ...answerOf(found), calls: CALLS } };
}

/** Compares with the portrait at full resolution; the answer replaces that for the whole document. */
async function compareAgain(
  { selfie, document, comparison }: NonNullable<Input['again']>,
  { images, faces, clock }: CompareFacesDependencies,
): Promise<Output> {
  if (!document.crop) throw new Error('there is no crop of the document to compare again');
  const [selfieBytes, cropBytes] = await Promise.all([images.read(selfie), images.read(document.crop)]);
  const found = await faces.compareFaces(selfieBytes, cropBytes);
  const { started_at, calls, document_sha256 } = comparison;
  return {
    comparison: {
      ...answerOf(found),
      part: document.crop.part,
      ...(document_sha256 === undefined ? {} : { document_sha256 }),
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
