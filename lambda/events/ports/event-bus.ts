import type { CloudEvent } from '../domain/cloud-event.ts';

/** Where events go for everybody who listens. */
export interface EventBus {
  /** Puts events on the bus. @returns whether each of them was taken */
  publish(events: readonly CloudEvent[]): Promise<readonly boolean[]>;
}
