import type { Session } from './own-session.ts';

/** What the person does, or sees, next. */
export type Step =
  | 'consent'
  | 'camera'
  | 'get_ready'
  | 'liveness'
  | 'document'
  | 'submit'
  | 'waiting'
  | 'result';

/** What has happened on this page, and is not in the session. */
export interface Progress {
  /** Whether the person has read what happens to their pictures, and agrees. */
  readonly agreed: boolean;
  /** Whether the camera suits: it is asked before a liveness check is paid for. */
  readonly cameraSuits: boolean;
  /** Whether the person has said that they are ready. */
  readonly ready: boolean;
  /** Whether the document for the next submit is uploaded. */
  readonly uploaded: boolean;
}

export const AT_THE_START: Progress = { agreed: false, cameraSuits: false, ready: false, uploaded: false };

/** Whether no face is looked at: a reviewer judges the document alone. */
export const isWithoutFace = ({ alternative_path }: Session): boolean =>
  alternative_path?.means === 'document_review';

/** Returns what comes next: as the session is, wherever it was taken on, and then as this page knows. */
export function nextStep(session: Session, progress: Progress): Step {
  if (session.status === 'processing') return 'waiting';
  if (session.status !== 'requires_input') return 'result';
  if (!progress.agreed) return 'consent';
  if (!session.liveness_passed && !isWithoutFace(session)) {
    if (!progress.cameraSuits) return 'camera';
    return progress.ready ? 'liveness' : 'get_ready';
  }
  return session.document_required && !progress.uploaded ? 'document' : 'submit';
}
