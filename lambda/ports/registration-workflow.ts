import type { RegistrationInput } from '../contract/registration-workflow.ts';

export interface RegistrationWorkflow {
  /** Starts the workflow of a session; a session whose workflow was started already is left alone. */
  start(input: RegistrationInput): Promise<void>;
}
