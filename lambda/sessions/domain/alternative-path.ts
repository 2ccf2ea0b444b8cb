import * as z from 'zod/mini';
import { type AlternativeMeans, alternativeMeans, alternativeReason } from '../../kernel/alternative-path.ts';
import type { TransitionName } from './session-status.ts';

/** The other path that the person of a session has asked for (whitepaper 3.2). */
export const alternativePath = z.object({
  means: alternativeMeans,
  reason: alternativeReason,
  requested_at: z.iso.datetime(),
});
export type AlternativePath = z.infer<typeof alternativePath>;

/** A person's request; without means, the first of those below that the session offers. */
export interface RequestedPath {
  readonly reason: AlternativePath['reason'];
  readonly means?: AlternativeMeans | undefined;
}

/** Means that fit a reason, the better one first: who wants no face check is never given another one. */
const FITTING: Readonly<Record<AlternativePath['reason'], readonly AlternativeMeans[]>> = {
  photosensitive: ['movement_challenge', 'document_review'],
  no_suitable_camera: ['document_review'],
  does_not_want_face_check: ['document_review'],
  other: ['document_review'],
};

/**
 * Returns the path that a request leads to.
 * @param offered by the policy when the session was created
 * @returns undefined if the means is not offered, or none that fits the reason
 */
export function pathFor(
  { reason, means }: RequestedPath,
  offered: readonly AlternativeMeans[],
  now: Date,
): AlternativePath | undefined {
  const chosen = (means === undefined ? FITTING[reason] : [means]).find((one) => offered.includes(one));
  return chosen && { means: chosen, reason, requested_at: now.toISOString() };
}

interface OnAPath {
  readonly alternative_path?: AlternativePath | undefined;
}

/** Whether a session is decided by a document and a reviewer: from then on, no face of it is looked at. */
export const isByDocument = ({ alternative_path }: OnAPath): boolean =>
  alternative_path?.means === 'document_review';

/** Whether the liveness checks of a session go without flashing light. */
export const isWithoutLight = ({ alternative_path }: OnAPath): boolean =>
  alternative_path?.means === 'movement_challenge';

/** Transitions by which a face is checked, or a run begins that checks one. */
const FACE_TRANSITIONS: readonly TransitionName[] = [
  'start_liveness',
  'pass_liveness',
  'fail_liveness',
  'exhaust_attempts',
  'submit',
  'approve',
  'resume',
  'resubmit',
];
/** Transitions of the path without a face. */
const DOCUMENT_TRANSITIONS: readonly TransitionName[] = ['submit_document', 'accept_document'];

/** Whether a transition belongs to the path of a session: without a face no check is made, or run begun. */
export const isOnPath = (session: OnAPath, name: TransitionName): boolean =>
  !(isByDocument(session) ? FACE_TRANSITIONS : DOCUMENT_TRANSITIONS).includes(name);
