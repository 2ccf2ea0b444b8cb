import type { LockoutChange } from '../../abuse/ports/lockout-ledger.ts';
import type { TakeoverChange } from '../../abuse/ports/takeover-signals.ts';
import type { PinnedConsent } from '../../consents/domain/consent-receipt.ts';
import type { AbandonedEnrollment } from '../../enrollment/domain/face-deletion.ts';
import type { LastInteraction } from '../../enrollment/domain/last-interaction.ts';
import type { StepUpProof } from '../../step-up/domain/step-up-proof.ts';
import type { LivenessSession } from '../domain/liveness-session.ts';
import type { AppliedTransition, CreatedSession } from '../domain/session-transition.ts';
import type { OpenSessionsChange } from './open-sessions-store.ts';

/** Changes that are written together with a transition, or not at all. */
export interface TransitionEffects {
  /** The liveness session that it begins. */
  readonly newLivenessSession?: LivenessSession;
  /** The liveness session that it consumes, as it is afterwards. */
  readonly livenessSession?: LivenessSession;
  readonly lockouts?: readonly LockoutChange[];
  /** The signal of a takeover that its end is. */
  readonly takeover?: TakeoverChange;
  /** The proof of a step-up that it approves. */
  readonly proof?: StepUpProof;
  /** The interaction of an enrolled user that it approves. */
  readonly interaction?: LastInteraction;
  /** The enrollment that the session gives up, as its claim was read. */
  readonly abandoned?: AbandonedEnrollment;
}

/** Writes the results of `transition`; each write includes the session's event. */
export interface SessionTransitions {
  /**
   * Writes a new session together with the open sessions that it is counted among, and with its receipt of
   * consent, all or nothing.
   * @returns false if those have changed meanwhile, the receipt was withdrawn, or the session exists
   */
  create(
    created: CreatedSession,
    open: readonly OpenSessionsChange[],
    receipts?: Pick<PinnedConsent, 'given' | 'standing'>,
  ): Promise<boolean>;
  /**
   * Writes a transition with its effects, all or nothing.
   * @returns false if the session, the liveness session, a ledger or the claim has changed meanwhile
   */
  apply(applied: AppliedTransition, effects?: TransitionEffects): Promise<boolean>;
}
