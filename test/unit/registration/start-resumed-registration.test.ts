import { expect, it } from 'vitest';
import { type RegistrationInput, registrationExecution } from '../../../lambda/registration/contract.ts';
import { startResumedRegistration } from '../../../lambda/registration/start-resumed-registration.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { pinned } from '../../support/lambda/a-policy.ts';
import { aCompleteSession, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

async function startedOf(changes: Partial<VerificationSession>) {
  const sessions = new InMemorySessionStore(aCompleteSession(changes));
  const started: string[] = [];
  const workflow = {
    start: async (input: RegistrationInput) => void started.push(registrationExecution(input)),
  };
  await startResumedRegistration(TENANT, 'vs_1', { sessions, policyOf: pinned(), workflow });
  return started;
}

it('starts the latest run of a resumed registration, under its own name', async () => {
  expect(await startedOf({ status: 'processing', runs: 2 })).toEqual(['vs_1-2']);
});

it('starts nothing for a registration that has ended or is gone, and no login', async () => {
  expect(await startedOf({ status: 'approved', runs: 2 })).toEqual([]);
  expect(await startedOf({ status: 'processing', id: 'vs_2' })).toEqual([]);
  expect(await startedOf({ status: 'processing', type: 'authentication' })).toEqual([]);
});
