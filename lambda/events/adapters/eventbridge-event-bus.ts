import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../collections/contract.ts';
import type { CloudEvent } from '../domain/cloud-event.ts';
import type { EventBus } from '../ports/event-bus.ts';

/** Entries of one PutEvents call; an event has less than 1 KB of the 256 KB that a call takes. */
const MAX_ENTRIES = 10;

/** The account's default bus, for the operator's own rules and those of the product. */
export function createEventbridgeEventBus(client: EventBridgeClient): EventBus {
  const put = async (events: readonly CloudEvent[]): Promise<readonly boolean[]> => {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: events.map((event) => ({
          Source: EVENT_SOURCE,
          DetailType: event.type,
          Time: new Date(event.time),
          Detail: JSON.stringify(event),
        })),
      }),
    );
    // PutEvents returns 200 even if it did not accept an entry
    return events.map((_, index) => Entries[index]?.EventId !== undefined);
  };
  return {
    async publish(events) {
      const taken: boolean[] = [];
      for (let from = 0; from < events.length; from += MAX_ENTRIES)
        taken.push(...(await put(events.slice(from, from + MAX_ENTRIES))));
      return taken;
    },
  };
}
