import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { rowLifetimeMs } from '../../kernel/row-lifetimes.ts';
import { epochSeconds, lastInteractionKey } from '../../platform/dynamo-keys.ts';
import type { LastInteraction } from '../domain/last-interaction.ts';
import type { LastInteractions } from '../ports/last-interactions.ts';

const row = z.object({ last_interaction_at: z.string() });

/** Reads the last interactions of users in the control table. */
export const createDynamoLastInteractions = (
  client: DynamoDBDocumentClient,
  control: string,
): LastInteractions => ({
  async get(tenant, userId) {
    const Key = lastInteractionKey(tenant, userId);
    const { Item } = await client.send(new GetCommand({ TableName: control, Key }));
    return Item && row.parse(Item).last_interaction_at;
  },
});

/** Part of the transaction that approves a session of an enrolled user. */
export const lastInteractionPut = (control: string, { tenant, user_id, at }: LastInteraction) => ({
  Put: {
    TableName: control,
    Item: {
      ...lastInteractionKey(tenant, user_id),
      last_interaction_at: at,
      expires_at_epoch_seconds: epochSeconds(new Date(Date.parse(at) + rowLifetimeMs('lastInteraction'))),
    },
  },
});
