import { expect, it } from 'vitest';
import { explainDecision } from '../../../lambda/data-access/explain-decision.ts';
import type { Caller } from '../../../lambda/kernel/caller.ts';
import { aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';

it('a decision is explained to its person, and to nobody else', async () => {
  const session = aSession({ status: 'approved' });
  const dependencies = { sessions: new InMemorySessionStore(session), clock: () => NOON };
  const person = (subject: string): Caller => ({ tenant: TENANT, subject, scopes: ['self'] });
  expect(await explainDecision(person(session.user_id), session.id, dependencies)).toMatchObject({
    session_id: session.id,
    status: 'approved',
  });
  await expect(explainDecision(person('other'), session.id, dependencies)).rejects.toMatchObject({
    code: 'not_found',
  });
});
