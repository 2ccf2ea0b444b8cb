import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, FACE_MODEL_BEHIND } from '../contract.ts';
import type { OperationsEvents } from '../ports/operations-events.ts';

/** Sends events to the account's default bus, for the operator's own rules. */
export function createEventbridgeOperationsEvents(client: EventBridgeClient): OperationsEvents {
  return {
    async faceModelBehind(plan) {
      const { FailedEntryCount = 0, Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: [{ Source: EVENT_SOURCE, DetailType: FACE_MODEL_BEHIND, Detail: JSON.stringify(plan) }],
        }),
      );
      // PutEvents returns 200 even if it did not accept an entry
      if (FailedEntryCount > 0) throw new Error(`the event was not taken: ${Entries[0]?.ErrorCode ?? ''}`);
    },
  };
}
