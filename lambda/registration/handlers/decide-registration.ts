import { log } from '../../platform/logger.ts';
import { readEnv } from '../../platform/read-env.ts';
import { taskHandler } from '../../platform/task-handler.ts';
import { decideRegistrationInput, decideRegistrationOutput } from '../contract.ts';
import { decideRegistration } from '../decide-registration.ts';
import { REGISTRATION_FUNCTIONS } from '../functions.ts';
import { decideRegistrationDependencies } from '../wiring/decide-registration.ts';

const env = readEnv(REGISTRATION_FUNCTIONS, 'decide-registration');
const { policyOf, ...dependencies } = decideRegistrationDependencies(env);

export const handler = taskHandler(
  'decide-registration',
  decideRegistrationInput,
  decideRegistrationOutput,
  async (input) => decideRegistration(input, { ...dependencies, policy: await policyOf(input.registration) }),
  log,
);
