import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { cloudEventOfOutbox } from '../../../lambda/events/domain/cloud-event.ts';
import { eventSchemaOf } from '../../../lambda/events/domain/event-catalog.ts';
import { type OutboxEvent, outboxEvent } from '../../../lambda/kernel/outbox-event.ts';
import { OUTBOX_SORT_KEY } from '../../../lambda/platform/dynamo-keys.ts';

/**
 * Returns the events of a tenant in a control table, by their time and then by their ids.
 * @throws ZodError for one that could not be published as its type's schema has it
 */
export async function writtenEvents(
  { documents, control }: { readonly documents: DynamoDBDocumentClient; readonly control: string },
  tenant: string,
): Promise<readonly OutboxEvent[]> {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: control }));
  const events = Items.filter((item) => item.sk === OUTBOX_SORT_KEY && item.tenant === tenant).map((item) =>
    outboxEvent.parse(item),
  );
  for (const event of events) eventSchemaOf(event.type).parse(cloudEventOfOutbox(event, 'test'));
  return events.sort((one, other) =>
    `${one.occurred_at}${one.id}` < `${other.occurred_at}${other.id}` ? -1 : 1,
  );
}
