import type { Check } from '../../kernel/check.ts';
import type { VerificationPolicy } from '../../kernel/policy.ts';
import { certain, type JudgedAgain, numberOf, storedReasons, unknown } from './judged-again.ts';

/**
 * Judges the stored comparison of a session's pictures with those of other sessions by another policy, which
 * may not have pictures looked for that look the same. A session without one was compared with none.
 */
export function judgeCopiesAgain(
  check: Check | undefined,
  { replay: { near } }: Pick<VerificationPolicy, 'replay'>,
): JudgedAgain {
  if (!check) return certain([]);
  const stored = storedReasons(check);
  if (stored.includes('replay_suspected')) return certain(stored);
  if (near === 'off') return certain([]);
  return numberOf(check, 'near_captures') === undefined ? unknown('check_not_made') : certain(stored);
}
