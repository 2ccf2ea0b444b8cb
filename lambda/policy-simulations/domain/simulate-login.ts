import { copiedLogin } from '../../authentication/domain/copied-login.ts';
import { methodFor } from '../../authentication/domain/recognition-method.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { Sensitivity } from '../../kernel/sensitivity.ts';
import type { VerificationSession } from '../../sessions/domain/verification-session.ts';
import { judgeIdentityAgain } from './judge-match-again.ts';
import { judgeQualityAgain } from './judge-quality-again.ts';
import { judgeWatchlistsAgain } from './judge-searches-again.ts';
import { certain, type JudgedAgain, storedReasons, unknown } from './judged-again.ts';
import { APPROVED, type Ending, notDecidable, type SimulatedEnding } from './simulated-ending.ts';

/** A login or step-up, and what is judged it by. */
export interface SimulatedLogin {
  readonly session: VerificationSession;
  readonly policy: VerificationPolicy;
  /** The policy by which it was decided. */
  readonly pinned: VerificationPolicy;
  readonly sensitivity: Sensitivity;
}

/** Judges a login or step-up by another policy: each reason declines it, but a hit that is only noted. */
export function simulateLogin(login: SimulatedLogin): SimulatedEnding {
  const quality = qualityOf(login);
  const { session, policy, sensitivity } = login;
  const identity = judgeIdentityAgain(session.type, session.checks, policy, sensitivity);
  for (const { reasons } of [quality, identity]) if (reasons.length > 0) return declinedFor(reasons);
  const because = quality.unknown ?? identity.unknown;
  if (because) return notDecidable(because);
  const copied = copiedLogin(session, policy).declinedFor;
  if (copied.length > 0) return declinedFor(copied);
  const { at_login } = policy.watchlist;
  if (at_login === 'off') return APPROVED;
  const listed = listsOf(login);
  if (listed.reasons.length === 0) return listed.unknown ? notDecidable(listed.unknown) : APPROVED;
  const isNoted = listed.reasons.includes('watchlist_hit') && at_login === 'review';
  return isNoted ? APPROVED : declinedFor(listed.reasons);
}

const declinedFor = (reasons: readonly ReasonCode[]): Ending => ({ outcome: 'decline', reasons });

function qualityOf({ session: { checks }, policy }: SimulatedLogin): JudgedAgain {
  const made = checks.selfie_quality;
  if (policy.checks.login_quality) return judgeQualityAgain(made, policy.quality.selfie, 'selfie');
  // a file that cannot be read ends each login
  return certain(made && made.measures.length === 0 ? storedReasons(made) : []);
}

function listsOf({ session, policy, pinned }: SimulatedLogin): JudgedAgain {
  const { type, checks } = session;
  if (checks.watchlist_search) return judgeWatchlistsAgain(checks.watchlist_search, policy);
  const identity = methodFor(type, pinned) === 'search' ? checks.enrolled_face_search : checks.face_match;
  const wasRecognized = identity?.status === 'passed' && checks.selfie_quality?.status !== 'failed';
  const wasCopied = copiedLogin(session, pinned).declinedFor.length > 0;
  // a tenant without a list has none searched
  return pinned.watchlist.at_login !== 'off' && wasRecognized && !wasCopied
    ? certain([])
    : unknown('search_not_made');
}
