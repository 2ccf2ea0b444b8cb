import { hasConsent, type ReadConsentDependencies } from '../consents/require-consent.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { RegistrationInput } from './contract.ts';

export interface StopWithoutConsentDependencies extends ReadConsentDependencies {
  readonly emit: EmitMetric;
}

/** Verdict of a task whose person has withdrawn consent. */
export interface ConsentRefusal {
  readonly continue: false;
  readonly reason_codes: ['consent_withdrawn'];
}

/** Returns whose consent a registration rests on. */
export const consentOf = ({ tenant, user_id, consent_receipt }: RegistrationInput) => ({
  tenant,
  user_id,
  receipt_id: consent_receipt,
});

/**
 * Stops a task before its first call to Rekognition if the person has withdrawn consent: the run then ends
 * declined. A run may begin days after its submit, when a review is answered.
 * @returns undefined if the task may go on
 */
export async function stopWithoutConsent(
  registration: RegistrationInput,
  dependencies: StopWithoutConsentDependencies,
): Promise<ConsentRefusal | undefined> {
  if (await hasConsent(consentOf(registration), dependencies)) return undefined;
  return consentRefusal(dependencies);
}

/** Counts a task that was stopped, and returns its verdict. */
export function consentRefusal({ emit }: Pick<StopWithoutConsentDependencies, 'emit'>): ConsentRefusal {
  emit('ConsentRefused', 1, { Step: 'workflow' });
  return { continue: false, reason_codes: ['consent_withdrawn'] };
}
