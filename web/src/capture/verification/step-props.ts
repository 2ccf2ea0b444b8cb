import type { Progress } from '../session/next-step.ts';
import type { InterruptionReason, OwnSession, Session } from '../session/own-session.ts';

/** What each step of a session gets. */
export interface StepProps {
  readonly session: OwnSession;
  readonly view: Session;
  /** Goes on from a newer view of the session. */
  readonly take: (view: Session) => void;
  /** Goes on from what this page knows. */
  readonly advance: (made: Partial<Progress>) => void;
  readonly interrupt: (reason: InterruptionReason) => void;
  /** Goes on where another device was faster; false for every other error. */
  readonly onError: (error: unknown) => boolean;
}
