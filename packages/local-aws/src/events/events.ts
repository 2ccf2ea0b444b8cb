import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, Emulator } from '../emulator.ts';
import type { Log } from '../log.ts';
import { eventBridgeApi } from './api.ts';
import { Deliveries } from './deliveries.ts';
import { EventBus, RULE_TYPE } from './event-bus.ts';
import type { Entry } from './put-events.ts';
import { requestIn } from './request.ts';
import { busNameOf } from './rules.ts';
import { Scheduler } from './scheduler.ts';
import type { ServiceEvent } from './service-event.ts';
import type { Target } from './target.ts';

export interface EventsOptions {
  /** Folder for the deliveries under way and the times of schedules. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /**
   * Hands a payload to a target, or to its dead-letter queue: `targetArn` says which. Resolves when the
   * target has it (for a function: when its queue has it), rejects when it is to be tried again.
   */
  readonly deliver: (targetArn: string, payload: unknown, target: Target) => Promise<void>;
  /** Called for deliveries and schedules that the emulator itself could not continue. */
  readonly log?: Log;
}

export interface Events extends Emulator {
  /**
   * Begins to deliver and to keep schedules. To be called
   * once, when every service that is a target is provisioned.
   */
  start(): Promise<void>;
  /** Puts an event of a service on the default bus; resolves when its deliveries are on disk. */
  publish(event: ServiceEvent): Promise<void>;
}

/** Amazon EventBridge: rules with patterns or rates, and deliveries that kill -9 can't lose. */
export async function createEvents(options: EventsOptions): Promise<Events> {
  const { clock, region, accountId, deliver } = options;
  const directory = join(options.dataDir, 'events');
  const onFault = (fault: Error) =>
    options.log?.({ level: 'error', source: 'events', message: `stands still: ${fault.message}` });
  const deliveries = await Deliveries.open({
    file: join(directory, 'deliveries.jsonl'),
    clock,
    deliver,
    onFault,
  });
  const scheduler = await Scheduler.open({ file: join(directory, 'schedules.jsonl'), clock, onFault });
  const bus = new EventBus({ clock, region, accountId, deliveries });
  const operations = eventBridgeApi(bus);

  return {
    service: 'events',
    operations: Object.keys(operations),
    resourceTypes: [RULE_TYPE],
    provision: async (resources) => {
      for (const resource of resources) if (resource.type === RULE_TYPE) bus.add(resource);
    },
    start: async () => {
      deliveries.start();
      scheduler.start(bus.schedules());
    },
    publish: async (event) => {
      await bus.put(event);
    },
    handle: async (request) => {
      const operation = operations[request.operation ?? ''];
      if (!operation) {
        throw new AwsError(
          'UnknownOperationException',
          `EventBridge ${request.operation} is not emulated.`,
          501,
        );
      }
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(await operation(requestIn(request))),
      };
    },
    accessChecks: (request) => accessChecks(request, `arn:aws:events:${region}:${accountId}`),
    close: async () => {
      await scheduler.close();
      await deliveries.close();
    },
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function accessChecks(request: CloudRequest, arnPrefix: string): readonly AccessCheck[] {
  const input = requestIn(request);
  if (request.operation === 'ListTargetsByRule') {
    const bus = busNameOf(input.EventBusName);
    const rule = `${bus === 'default' ? '' : `${bus}/`}${String(input.Rule)}`;
    return [{ action: 'events:ListTargetsByRule', resource: `${arnPrefix}:rule/${rule}` }];
  }
  if (request.operation !== 'PutEvents') return [{ action: `events:${request.operation}`, resource: '*' }];
  const entries = (input.Entries ?? []) as readonly Entry[];
  const buses = new Set(entries.map(({ EventBusName }) => busNameOf(EventBusName)));
  return [...buses].map((bus) => ({ action: 'events:PutEvents', resource: `${arnPrefix}:event-bus/${bus}` }));
}
