import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { sourceFilesOf } from '../../support/source-files.ts';

/** Files that may name the row of a session, or the index of its status. */
const NAMING = {
  sessionKey: [
    // finds and deletes
    'lambda/erasure/adapters/session-stores.ts',
    'lambda/erasure/domain/inventory.ts',
    'lambda/platform/dynamo-keys.ts',
    'lambda/sessions/adapters/dynamo-session-items.ts',
    'lambda/sessions/adapters/dynamo-session-store.ts',
  ],
  by_status_pk: ['lambda/sessions/adapters/dynamo-session-items.ts'],
};
const FILES = sourceFilesOf('lambda').filter(({ path }) => !path.startsWith('lambda/kernel/'));

/** Paths that an update sets, with the names that its aliases stand for. */
function setBy({ UpdateExpression = '', ExpressionAttributeNames = {} }: UpdateCommand['input']): string[] {
  return [...UpdateExpression.matchAll(/([#.\w]+) = /g)].map(([, path = '']) =>
    path.replace(/#\w+/g, (alias) => ExpressionAttributeNames[alias] ?? alias),
  );
}

describe('the status of a session', () => {
  it.each(Object.entries(NAMING))('is in rows that few files name: %s', (word, paths) => {
    const naming = FILES.filter(({ text }) => new RegExp(`\\b${word}\\b`).test(text));
    expect(naming.map(({ path }) => path).sort()).toEqual(paths);
  });

  it('is left as it is by the store, which reads and records', async () => {
    const updates: UpdateCommand[] = [];
    const send = async (command: unknown) => {
      if (command instanceof UpdateCommand) updates.push(command);
      return {};
    };
    const store = createDynamoSessionStore({ send } as unknown as DynamoDBDocumentClient, 'sessions');
    await store.setDocument('acme', 'vs_1', 'key');
    await store.recordCheck('acme', 'vs_1', 'face_match', {
      status: 'passed',
      reason_codes: [],
      measures: [],
      started_at: '',
      duration_ms: 0,
      billable_calls: {},
      cost_usd: 0,
    });
    expect(updates.map(({ input }) => setBy(input))).toEqual([['document'], ['checks.face_match']]);
  });

  it('is made in one place', () => {
    const made = FILES.filter(({ text }) => /\btransition\(\n? *\w+: VerificationSession/.test(text));
    expect(made.map(({ path }) => path)).toEqual(['lambda/sessions/domain/session-transition.ts']);
    const spread = /\{\s*\.\.\.(session|current|submitted|stored),[^}]*\bstatus:/;
    const other = FILES.filter(({ text, path }) => spread.test(text) && !path.endsWith('/examples.ts'));
    expect(other.map(({ path }) => path)).toEqual([]);
  });
});
