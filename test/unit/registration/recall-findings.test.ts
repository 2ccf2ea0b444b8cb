import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { recallFindings } from '../../../lambda/registration/recall-findings.ts';
import { aFace, anEarlierRun, aRegistration, aSession } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

const HASH = 'd'.repeat(64);
const selfie = { key: 'selfie', face: aFace().boundingBox };

const recall = (changes: Parameters<typeof aRegistration>[0], policy = DEFAULT_POLICY) =>
  recallFindings(aRegistration(changes), HASH, {
    sessions: new InMemorySessionStore(aSession({ status: 'processing', ...anEarlierRun(HASH) })),
    policy,
  });

it('recalls what an earlier run of the session has found out about the document', async () => {
  expect(await recall({ run: 2, selfie })).toMatchObject({ quality: { calls: {} }, match: { calls: {} } });
});

it('recalls nothing by another policy, or where only a comparison says how to crop the selfie', async () => {
  const stricter = { ...DEFAULT_POLICY, document: { other_person_below: 80 as never } };
  expect(await recall({ run: 2, selfie }, stricter)).toBeUndefined();
  expect(await recall({ run: 2, selfie: { key: 'selfie' } })).toBeUndefined();
});

it('reads no session in the first run', async () => {
  const sessions = { get: () => Promise.reject(new Error('must not be read')) };
  const found = recallFindings(aRegistration({ selfie }), HASH, { sessions, policy: DEFAULT_POLICY });
  expect(await found).toBeUndefined();
});
