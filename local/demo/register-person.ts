import type { Photo } from './photo.ts';
import type { StepReporter } from './step-reporter.ts';
import {
  type Report,
  type VerificationCallers,
  type VerificationRequest,
  verifyPerson,
} from './verify-person.ts';

/** A registration always has a document. */
export type RegistrationRequest = Omit<VerificationRequest, 'type' | 'document'> & {
  readonly document: Photo;
};

/** Registers a person; see {@link verifyPerson}. */
export function registerPerson(
  callers: VerificationCallers,
  request: RegistrationRequest,
  steps: StepReporter,
): Promise<Report> {
  return verifyPerson(callers, { ...request, type: 'registration' }, steps);
}
