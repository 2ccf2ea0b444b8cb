import * as z from 'zod/mini';
import { consentReceipt } from '../../consents/domain/consent-receipt.ts';
import type { UserFaceMapping } from '../../enrollment/domain/face-mapping.ts';
import { policyReference } from '../../kernel/policy-reference.ts';
import { userMessageKey } from '../../kernel/reason-code.ts';
import { sessionType } from '../../kernel/session-type.ts';
import { enrolledAt, lastInteractionOf } from '../../retention/domain/template-clock.ts';
import { toClientView } from '../../sessions/domain/client-view.ts';
import { sessionStatus } from '../../sessions/domain/session-status.ts';
import { transaction } from '../../sessions/domain/transaction.ts';
import { consent, type VerificationSession } from '../../sessions/domain/verification-session.ts';

const keptUntil = z.iso
  .datetime()
  .check(z.describe('When it is removed at the latest, unless it is erased before.'));

export const exportedSession = z
  .object({
    id: z.string(),
    type: sessionType,
    status: sessionStatus,
    created_at: z.iso.datetime(),
    decided_at: z.optional(z.iso.datetime()),
    user_message_key: z.optional(userMessageKey),
    device_id: z.optional(z.string()),
    transaction: z
      .optional(transaction)
      .check(z.describe('Of a step-up: what its person was asked to approve.')),
    transaction_sha256: z
      .optional(z.string())
      .check(
        z.describe('Of a step-up: lowercase hex SHA-256 of the canonical JSON (RFC 8785) of `transaction`.'),
      ),
    consent,
    policy: policyReference,
    kept_until: keptUntil,
  })
  .register(z.globalRegistry, {
    id: 'ExportedSession',
    description: 'A session, as its person may know it.',
  });
export type ExportedSession = z.infer<typeof exportedSession>;

export const exportedConsent = z
  .pick(consentReceipt, {
    id: true,
    purpose: true,
    notice_version: true,
    text_sha256: true,
    locale: true,
    jurisdiction: true,
    channel: true,
    given_at: true,
    session_id: true,
    withdrawn_at: true,
    withdrawn_by: true,
  })
  .register(z.globalRegistry, {
    id: 'ExportedConsent',
    description: 'A receipt of consent: to which text, for what and when, and when it was withdrawn.',
  });
export type ExportedConsent = z.infer<typeof exportedConsent>;

export const exportedFace = z
  .object({
    face_id: z.string(),
    image_id: z.string(),
    face_model_version: z.string(),
    source: z.enum(['selfie', 'bulk']),
    enrolled_at: z.iso.datetime(),
    kept_until: keptUntil,
  })
  .register(z.globalRegistry, {
    id: 'ExportedFace',
    description:
      'A face vector of the user. The vector itself stays in Amazon Rekognition, which returns it to nobody.',
  });
export type ExportedFace = z.infer<typeof exportedFace>;

export const exportedImage = z
  .object({
    kind: z.enum(['enrolled', 'selfie', 'document']),
    image_id: z.optional(z.string()).check(z.describe('Of an enrolled image.')),
    session_id: z.optional(z.string()).check(z.describe('Of an image of a session on this page.')),
    kept_until: keptUntil,
  })
  .register(z.globalRegistry, { id: 'ExportedImage' });
export type ExportedImage = z.infer<typeof exportedImage>;

export const category = z.object({
  data: z.string(),
  purpose: z.string(),
  recipients: z.string(),
});

const DAY_MS = 86_400_000;
const daysAfter = (time: Date, days: number): string =>
  new Date(time.getTime() + days * DAY_MS).toISOString();

const PROCESSOR = 'the company that you are a customer of, and Amazon Web Services, which stores it for them';

/** Purposes and recipients by category; a company adds what it does with the data elsewhere. */
export const CATEGORIES: z.infer<typeof category>[] = [
  {
    data: 'face vectors and the images that they come from (biometric data)',
    purpose: 'recognize you when you come back, and find a second registration of one person',
    recipients: `${PROCESSOR}; Amazon Rekognition compares the faces`,
  },
  {
    data: 'selfies and photos of documents of sessions',
    purpose: 'decide whether you are the person on the document, and prove it',
    recipients: `${PROCESSOR}; Amazon Rekognition compares the faces`,
  },
  {
    data: 'sessions with outcomes, devices and the transactions that you were asked to approve',
    purpose: 'prove and explain decisions',
    recipients: PROCESSOR,
  },
  {
    data: 'receipts of your consents',
    purpose: 'prove that you have agreed, to which text and for what',
    recipients: PROCESSOR,
  },
  {
    data: 'failed attempts, and signs of fraud, whose details are not part of this export',
    purpose: 'protect your account and those of others',
    recipients: PROCESSOR,
  },
];

/** Returns a session as its person may know it: the client's view, and when it goes. */
export function toExportedSession(session: VerificationSession, now: Date): ExportedSession {
  const view = toClientView(session, now);
  const isDecided = view.status === 'approved' || view.status === 'declined';
  return {
    id: session.id,
    type: session.type,
    status: view.status,
    created_at: session.created_at,
    ...(isDecided && session.decision ? { decided_at: session.decision.decided_at } : {}),
    ...('user_message_key' in view ? { user_message_key: view.user_message_key } : {}),
    ...(session.device_id === undefined ? {} : { device_id: session.device_id }),
    ...(view.transaction ? { transaction: view.transaction } : {}),
    ...(view.transaction_sha256 === undefined ? {} : { transaction_sha256: view.transaction_sha256 }),
    consent: session.consent,
    policy: session.policy,
    kept_until: session.retained_until,
  };
}

/** Returns a receipt without what else it holds: the operator who attests an import is another person. */
export const toExportedConsent = (receipt: ExportedConsent): ExportedConsent =>
  exportedConsent.parse(receipt);

/** Returns the images of a session, which expire by their own age. */
export function imagesOfSession(
  session: Pick<VerificationSession, 'id' | 'created_at' | 'selfie' | 'document'>,
  { imageDays }: { readonly imageDays: number },
  now: Date,
): readonly ExportedImage[] {
  const kept_until = daysAfter(new Date(session.created_at), imageDays);
  if (Date.parse(kept_until) <= now.getTime()) return [];
  const image = (kind: 'selfie' | 'document') => ({ kind, session_id: session.id, kept_until });
  return [...(session.selfie ? [image('selfie')] : []), ...(session.document ? [image('document')] : [])];
}

/** Returns the enrolled faces and images of a user, with the end of their clock. */
export function toExportedFaces(
  faces: readonly UserFaceMapping[],
  recognizedAt: string | undefined,
  { templateDays }: { readonly templateDays: number },
): { readonly faces: ExportedFace[]; readonly images: ExportedImage[]; readonly last?: string } {
  if (faces.length === 0) return { faces: [], images: [] };
  const last = lastInteractionOf(faces, recognizedAt);
  const kept_until = daysAfter(last, templateDays);
  return {
    faces: faces.map((face) => ({
      face_id: face.face_id,
      image_id: face.image_id,
      face_model_version: face.face_model_version,
      source: face.source,
      enrolled_at: enrolledAt(face).toISOString(),
      kept_until,
    })),
    images: [...new Set(faces.map(({ image_id }) => image_id))].map((image_id) => ({
      kind: 'enrolled',
      image_id,
      kept_until,
    })),
    last: last.toISOString(),
  };
}
