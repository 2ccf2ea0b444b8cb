import * as z from 'zod/mini';

/** Means by which a person is verified who does not take the usual liveness check (whitepaper 3.2). */
export const alternativeMeans = z
  .enum([
    /** A liveness check without flashing light; everything else stays. */
    'movement_challenge',
    /** No face at all: a reviewer judges the document. */
    'document_review',
  ])
  .register(z.globalRegistry, { id: 'AlternativeMeans' });
export type AlternativeMeans = z.infer<typeof alternativeMeans>;

/** Why a person asks for the other path. */
export const alternativeReason = z
  .enum(['photosensitive', 'no_suitable_camera', 'does_not_want_face_check', 'other'])
  .register(z.globalRegistry, { id: 'AlternativeReason' });
export type AlternativeReason = z.infer<typeof alternativeReason>;
