import * as z from 'zod/mini';
import type { ImageReference, SelfieReference } from '../../images/domain/image-reference.ts';
import { boundingBox } from '../../kernel/bounding-box.ts';

export const caseImageKind = z.enum([
  'selfie',
  'document',
  'audit_image',
  'enrolled_image',
  'watchlist_image',
]);
export type CaseImageKind = z.infer<typeof caseImageKind>;

/** Names an image of a case, without any of it. */
export const caseImageView = z.object({
  id: z.string().check(z.describe('Names the image in the path of `image-views`.')),
  kind: caseImageKind,
  user_id: z.optional(z.string()).check(z.describe('Absent for the image of a watchlist entry.')),
  session_id: z.optional(z.string()),
  image_id: z.optional(z.string()),
  list_id: z.optional(z.string()),
  entry_id: z.optional(z.string()),
  face_box: z
    .optional(boundingBox)
    .check(z.describe('Place of the face that was compared, in shares of the image.')),
});

/** An image of a case, and where it is. */
export interface CaseImage {
  readonly view: z.infer<typeof caseImageView>;
  readonly store: 'evidence' | 'enrolled';
  readonly reference: ImageReference;
}

type FaceBox = z.infer<typeof boundingBox>;

/** The images of a session, by what its report refers to. */
interface SessionImages {
  readonly id: string;
  readonly user_id: string;
  readonly selfie?: SelfieReference | undefined;
  readonly document?: ImageReference | undefined;
  readonly checks: readonly { readonly name: string; readonly face_box?: FaceBox | undefined }[];
  readonly liveness_sessions: readonly {
    readonly id: string;
    readonly audit_images?: readonly ImageReference[] | undefined;
  }[];
}

export function imagesOfSession(session: SessionImages): readonly CaseImage[] {
  const { id: session_id, user_id, selfie, document, checks, liveness_sessions } = session;
  const image = (kind: CaseImageKind, name: string, reference: ImageReference, box?: FaceBox): CaseImage => ({
    view: { id: `${session_id}.${name}`, kind, user_id, session_id, ...(box ? { face_box: box } : {}) },
    store: 'evidence',
    reference,
  });
  const portrait = checks.find(({ name }) => name === 'document_quality')?.face_box;
  const auditImages = liveness_sessions.flatMap(({ audit_images }) => audit_images ?? []);
  return [
    ...(selfie ? [image('selfie', 'selfie', selfie, selfie.face)] : []),
    ...(document ? [image('document', 'document', document, portrait)] : []),
    ...auditImages.map((reference, index) => image('audit_image', `audit-${index + 1}`, reference)),
  ];
}

/** The images of one liveness check of a session: its label needs neither the document nor other attempts. */
export function imagesOfCheck(session: SessionImages, livenessSessionId: string): readonly CaseImage[] {
  const { document: _unneeded, liveness_sessions, ...checked } = session;
  return imagesOfSession({
    ...checked,
    liveness_sessions: liveness_sessions.filter(({ id }) => id === livenessSessionId),
  });
}

/** A face in a collection, by whose it is and where its image is. */
interface IndexedImage {
  readonly owner: Pick<CaseImage['view'], 'kind' | 'user_id' | 'session_id' | 'list_id' | 'entry_id'>;
  readonly image_id: string;
  readonly key: string;
  readonly bbox: FaceBox;
}

/** The images of indexed faces, each once: a migration has two faces of one image. */
export function imagesOfFaces(faces: readonly IndexedImage[]): readonly CaseImage[] {
  const byId = new Map(faces.map((face) => [face.image_id, face]));
  return [...byId.values()].map(({ owner, image_id, key, bbox }) => ({
    view: { id: image_id, ...owner, image_id, face_box: bbox },
    store: 'enrolled',
    reference: { key },
  }));
}
