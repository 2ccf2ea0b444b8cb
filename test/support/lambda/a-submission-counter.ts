import { sharpImageEditor } from '../../../lambda/images/adapters/sharp-image-editor.ts';
import type { RegistrationInput } from '../../../lambda/registration/contract.ts';
import { submitVerificationSession } from '../../../lambda/registration/submit-verification-session.ts';
import type { VerificationSession } from '../../../lambda/sessions/domain/verification-session.ts';
import { pinned } from './a-policy.ts';
import { aCaller, aCompleteSession, NOON } from './builders.ts';
import { InMemoryImages } from './in-memory-images.ts';
import { InMemorySessionStore } from './in-memory-session-store.ts';
import { recordedMetrics } from './recorded-metrics.ts';

export const DOCUMENT = 'acme/vs_1/document/doc_1';

/** A use-case on stores in memory that submits `vs_1`, with the workflows that it starts. */
export function aCounter(
  session = aCompleteSession(),
  images: Record<string, Uint8Array> = { [DOCUMENT]: new Uint8Array(1) },
) {
  const started: RegistrationInput[] = [];
  const sessions = new InMemorySessionStore(session);
  const dependencies = {
    sessions,
    receipts: sessions.receipts,
    transitions: sessions,
    ledgers: sessions.lockouts,
    images: new InMemoryImages(images),
    editor: sharpImageEditor,
    workflow: { start: async (input: RegistrationInput) => void started.push(input) },
    authenticate: async (one: VerificationSession) => ({ ...one, status: 'approved' as const }),
    clock: () => NOON,
    emit: recordedMetrics().emit,
    policyOf: pinned(),
  };
  return {
    ...dependencies,
    started,
    submit: () => submitVerificationSession(aCaller(), 'vs_1', dependencies),
  };
}
