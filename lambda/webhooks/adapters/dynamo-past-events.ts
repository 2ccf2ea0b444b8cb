import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { cloudEventOf, cloudEventOfOutbox } from '../../events/domain/cloud-event.ts';
import { outboxEvent } from '../../kernel/outbox-event.ts';
import { outboxKey, sessionEventKey } from '../../platform/dynamo-keys.ts';
import { sessionEvent } from '../../sessions/domain/session-event.ts';
import { webhookEvent } from '../domain/webhook-event.ts';
import type { PastEvents } from '../ports/event-log.ts';

/** `{session}-{sequence number}`: the id of an event of a session. */
const OF_SESSION = /^(vs_[0-9a-z]+)-([1-9]\d{0,5})$/;

interface Tables {
  readonly sessions: string;
  readonly control: string;
  /** Stage of the deployment, which events name. */
  readonly stage: string;
}

/** Events as they were written: those of sessions beside them, all others in the control table. */
export function createDynamoPastEvents(
  client: DynamoDBDocumentClient,
  { sessions, control, stage }: Tables,
): PastEvents {
  const ofSession = async (tenant: string, sessionId: string, sequence: number) => {
    const Key = sessionEventKey(tenant, sessionId, sequence);
    const { Item } = await client.send(new GetCommand({ TableName: sessions, Key }));
    return Item && cloudEventOf(sessionEvent.parse(Item), stage);
  };
  const other = async (tenant: string, id: string) => {
    const { Item } = await client.send(new GetCommand({ TableName: control, Key: outboxKey(tenant, id) }));
    return Item && cloudEventOfOutbox(outboxEvent.parse(Item), stage);
  };
  return {
    async find(tenant, id) {
      const [, sessionId, sequence] = OF_SESSION.exec(id) ?? [];
      const found = sessionId
        ? await ofSession(tenant, sessionId, Number(sequence))
        : await other(tenant, id);
      return found && webhookEvent.parse(found);
    },
  };
}
