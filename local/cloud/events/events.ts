import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { AccessCheck, CloudRequest, Emulator } from '../emulator.ts';
import { Deliveries } from './deliveries.ts';
import { checkPattern, matchesPattern } from './pattern.ts';
import { checkEntries, type Entry, entryError } from './put-events.ts';
import { busNameOf, type Rule, ruleOf, rulesFor, scheduleOf, type TargetSchedule } from './rules.ts';
import { type Schedule, Scheduler } from './scheduler.ts';
import type { ServiceEvent } from './service-event.ts';
import { type CloudEvent, type Target, targetInput } from './target.ts';

export interface EventsOptions {
  /** Folder for the deliveries under way and the times of schedules. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /**
   * Hands a payload to a target, or to its dead-letter queue: `targetArn` says which. Resolves when the target has it
   * (for a function: when its queue has it), rejects when it is to be tried again.
   */
  readonly deliver: (targetArn: string, payload: unknown, target: Target) => Promise<void>;
}

export interface Events extends Emulator {
  /** Begins to deliver and to keep schedules. To be called once, when every service that is a target is provisioned. */
  start(): Promise<void>;
  /** Puts an event of a service on the default bus; resolves when its deliveries are on disk. */
  publish(event: ServiceEvent): Promise<void>;
}

type Input = Readonly<Record<string, unknown>>;

const RULE_TYPE = 'AWS::Events::Rule';
const BUS_TYPE = 'AWS::Events::EventBus';
const SCHEDULE_TYPE = 'AWS::Scheduler::Schedule';
const SCHEDULE_GROUP_TYPE = 'AWS::Scheduler::ScheduleGroup';

/** Amazon EventBridge: rules with patterns, schedules, and deliveries that kill -9 can't lose. */
export async function createEvents(options: EventsOptions): Promise<Events> {
  const { clock, region, accountId } = options;
  const directory = join(options.dataDir, 'events');
  const deliveries = await Deliveries.open({
    file: join(directory, 'deliveries.jsonl'),
    clock,
    deliver: options.deliver,
  });
  const scheduler = await Scheduler.open({ file: join(directory, 'schedules.jsonl'), clock });
  const rules = new Map<string, Rule>();
  const schedules: TargetSchedule[] = [];

  const eventOf = (
    event: Omit<CloudEvent, 'version' | 'id' | 'account' | 'region' | 'time'>,
    time: number,
  ): CloudEvent => ({
    version: '0',
    id: randomUUID(),
    'detail-type': event['detail-type'],
    source: event.source,
    account: accountId,
    time: `${new Date(time).toISOString().slice(0, 19)}Z`,
    region,
    resources: event.resources,
    detail: event.detail,
  });

  /** What the targets of a rule get of an event. */
  const forTargets = (rule: Rule, event: CloudEvent) =>
    rule.targets.map((target) => ({ target, payload: targetInput(target, event, rule) }));

  const route = (busName: string, event: CloudEvent): Promise<void> =>
    deliveries.accept(rulesFor(rules.values(), busName, event).flatMap((rule) => forTargets(rule, event)));

  const putEntry = async (entry: Entry) => {
    const refused = entryError(entry);
    if (refused) return refused;
    const event = eventOf(
      {
        'detail-type': entry.DetailType ?? '',
        source: entry.Source ?? '',
        resources: entry.Resources ?? [],
        detail: JSON.parse(entry.Detail ?? '{}'),
      },
      entry.Time === undefined ? clock.now() : entry.Time * 1000,
    );
    await route(busNameOf(entry.EventBusName), event);
    return { EventId: event.id };
  };

  /** Throws `ResourceNotFoundException`. */
  const ruleNamed = (input: Input): Rule => {
    const busName = busNameOf(input.EventBusName);
    const rule = [...rules.values()].find(({ name, busName: bus }) => name === input.Name && bus === busName);
    if (rule) return rule;
    throw new AwsError(
      'ResourceNotFoundException',
      `Rule ${input.Name} does not exist on EventBus ${busName}.`,
    );
  };

  const enable = (input: Input, isEnabled: boolean) => {
    ruleNamed(input).isEnabled = isEnabled;
    return {};
  };

  const operations: Readonly<Record<string, (input: Input) => Promise<unknown> | unknown>> = {
    PutEvents: async (input) => {
      const entries = (input.Entries ?? []) as readonly Entry[];
      checkEntries(entries);
      const results = await Promise.all(entries.map(putEntry));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
    TestEventPattern: (input) => {
      const pattern = jsonIn(input, 'EventPattern', 'InvalidEventPatternException');
      checkPattern(pattern);
      return { Result: matchesPattern(pattern as Input, jsonIn(input, 'Event', 'ValidationException')) };
    },
    ListRules: (input) => {
      const busName = busNameOf(input.EventBusName);
      const prefix = String(input.NamePrefix ?? '');
      const matching = [...rules.values()].filter(
        (rule) => rule.busName === busName && rule.name.startsWith(prefix),
      );
      return { Rules: matching.map(described) };
    },
    DescribeRule: (input) => described(ruleNamed(input)),
    ListTargetsByRule: (input) => ({ Targets: ruleNamed({ ...input, Name: input.Rule }).targets }),
    EnableRule: (input) => enable(input, true),
    DisableRule: (input) => enable(input, false),
  };

  const scheduleOfRule = (rule: Rule): Schedule[] => {
    if (!rule.next) return [];
    const fire = async (time: number) => {
      const parts = {
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        resources: [rule.arn],
        detail: {},
      };
      if (rule.isEnabled) await deliveries.accept(forTargets(rule, eventOf(parts, time)));
    };
    return [{ id: rule.arn, next: rule.next, fire }];
  };

  const scheduleOfTarget = ({ target, arn, name, ...times }: TargetSchedule): Schedule => ({
    ...times,
    id: arn,
    fire: async (time) => {
      const parts = {
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        resources: [arn],
        detail: {},
      };
      await deliveries.accept([
        { target, payload: targetInput(target, eventOf(parts, time), { arn, name }) },
      ]);
    },
  });

  return {
    service: 'events',
    resourceTypes: [RULE_TYPE, BUS_TYPE, SCHEDULE_TYPE, SCHEDULE_GROUP_TYPE],
    provision: async (resources) => {
      for (const resource of resources) {
        if (resource.type === RULE_TYPE) {
          const rule = ruleOf(resource);
          rules.set(rule.arn, rule);
        }
        const schedule = resource.type === SCHEDULE_TYPE ? scheduleOf(resource) : undefined;
        if (schedule) schedules.push(schedule);
      }
    },
    start: async () => {
      deliveries.start();
      scheduler.start([...[...rules.values()].flatMap(scheduleOfRule), ...schedules.map(scheduleOfTarget)]);
    },
    publish: ({ source, detailType, resources, detail }) =>
      route('default', eventOf({ source, 'detail-type': detailType, resources, detail }, clock.now())),
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
        body: JSON.stringify(await operation(bodyOf(request))),
      };
    },
    accessChecks: (request) => accessChecks(request, `arn:aws:events:${region}:${accountId}`),
    close: async () => {
      await scheduler.close();
      await deliveries.close();
    },
  };
}

const described = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.busName,
  Description: rule.description,
  EventPattern: rule.pattern === undefined ? undefined : JSON.stringify(rule.pattern),
  ScheduleExpression: rule.scheduleExpression,
  State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
});

function jsonIn(input: Input, member: string, code: string): unknown {
  try {
    return JSON.parse(String(input[member]));
  } catch (error) {
    throw new AwsError(code, `${member} is not valid. Reason: ${(error as Error).message}`);
  }
}

function bodyOf(request: CloudRequest): Input {
  try {
    return JSON.parse(request.body.toString('utf8') || '{}');
  } catch {
    throw new AwsError('SerializationException', 'the body of the request is not JSON');
  }
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function accessChecks(request: CloudRequest, arnPrefix: string): readonly AccessCheck[] {
  const input = bodyOf(request);
  if (request.operation !== 'PutEvents') return [{ action: `events:${request.operation}`, resource: '*' }];
  const entries = (input.Entries ?? []) as readonly Entry[];
  const buses = new Set(entries.map(({ EventBusName }) => busNameOf(EventBusName)));
  return [...buses].map((bus) => ({ action: 'events:PutEvents', resource: `${arnPrefix}:event-bus/${bus}` }));
}
