import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, FACE_MODEL_BEHIND } from '../contract.ts';
import type { OperationsEvents } from '../ports/operations-events.ts';

/** Events on the account's default bus, for rules of whoever runs the product. */
export function createEventbridgeOperationsEvents(client: EventBridgeClient): OperationsEvents {
  return {
    async faceModelBehind(plan) {
      const { FailedEntryCount = 0, Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: [{ Source: EVENT_SOURCE, DetailType: FACE_MODEL_BEHIND, Detail: JSON.stringify(plan) }],
        }),
      );
      // PutEvents answers 200 also for entries that it did not take
      if (FailedEntryCount > 0) throw new Error(`the event was not taken: ${Entries[0]?.ErrorCode ?? ''}`);
    },
  };
}
