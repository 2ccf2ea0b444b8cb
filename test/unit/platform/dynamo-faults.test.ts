import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDynamoLockoutLedgerStore } from '../../../lambda/abuse/adapters/dynamo-lockout-ledger.ts';
import { createDynamoEnrollmentStore } from '../../../lambda/enrollment/adapters/dynamo-enrollment-store.ts';
import { createDynamoSessionStore } from '../../../lambda/sessions/adapters/dynamo-session-store.ts';
import { createDynamoSessionTransitions } from '../../../lambda/sessions/adapters/dynamo-session-transitions.ts';
import { createDynamoFaceRemoval } from '../../../lambda/users/adapters/dynamo-face-removal.ts';
import { moved } from '../../support/lambda/a-moved-session.ts';
import { aClaim, aMapping, aSession, NOON, TENANT } from '../../support/lambda/builders.ts';
import { mockedClient } from '../../support/lambda/mocked-client.ts';

const dynamo = mockedClient(DynamoDBDocumentClient);
beforeEach(() => {
  dynamo.reset();
});

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
const clock = () => NOON;
const sessions = createDynamoSessionStore(client, 'sessions');
const transitions = createDynamoSessionTransitions(
  client,
  { sessions: 'sessions', control: 'control' },
  clock,
);
const enrollments = createDynamoEnrollmentStore(client, 'control', clock, false);
const ledgers = createDynamoLockoutLedgerStore(client, 'control', clock);
const removal = createDynamoFaceRemoval(
  client,
  { control: 'control', faceMapping: 'mapping', replication: undefined },
  clock,
);
const canceledFor = (Code: string) =>
  new TransactionCanceledException({
    $metadata: {},
    message: '',
    CancellationReasons: [{ Code: 'None' }, { Code }],
  });

describe('a fault of DynamoDB', () => {
  it('is never taken for a condition that failed', async () => {
    const fault = new Error('socket hang up');
    dynamo.rejects(fault);
    for (const call of [
      transitions.apply(moved(aSession(), 'cancel')),
      sessions.setDocument(TENANT, 'vs_1', 'key'),
      enrollments.revoke(TENANT, 'face-1'),
      enrollments.release(aClaim()),
    ]) {
      await expect(call).rejects.toBe(fault);
    }
  });

  it('is told apart in a transaction: a conflict passes, a condition does not', async () => {
    const conflict = canceledFor('TransactionConflict');
    dynamo.onAnyCommand().resolves({});
    dynamo.on(TransactWriteCommand).rejects(conflict);
    await expect(removal.remove([aMapping()])).rejects.toBe(conflict);
    dynamo.on(TransactWriteCommand).rejects(canceledFor('ConditionalCheckFailed'));
    await expect(removal.remove([aMapping()])).rejects.toThrow("another session's");
  });

  it('ends the tries of a ledger that others keep writing to', async () => {
    dynamo.onAnyCommand().resolves({});
    dynamo.on(TransactWriteCommand).rejects(canceledFor('ConditionalCheckFailed'));
    const update = ledgers.update(TENANT, { kind: 'user', id: 'user-1' }, (ledger) => ledger);
    await expect(update).rejects.toThrow('changed by others in each of 5 attempts');
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(5);
  });
});
