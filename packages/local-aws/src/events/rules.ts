import type { TemplateResource } from '../emulator.ts';
import { checkPattern } from './check-pattern.ts';
import { matchesPattern } from './pattern.ts';
import { type NextTime, parseSchedule } from './schedule-expression.ts';
import type { CloudEvent, RuleIdentity, Target } from './target.ts';

/** A rule of a template. */
export interface Rule extends RuleIdentity {
  readonly busName: string;
  readonly description: string | undefined;
  readonly pattern: Readonly<Record<string, unknown>> | undefined;
  readonly scheduleExpression: string | undefined;
  readonly next: NextTime | undefined;
  readonly targets: readonly Target[];
  isEnabled: boolean;
}

/** A schedule of EventBridge Scheduler in a template. */
export interface TargetSchedule extends RuleIdentity {
  readonly next: NextTime;
  readonly from?: number;
  readonly until?: number;
  readonly target: Target;
}

/** Reads an AWS::Events::Rule. Throws for a pattern or a schedule that isn't one. */
export function ruleOf({ properties, arn, ref }: TemplateResource): Rule {
  const { EventPattern, ScheduleExpression, Targets = [], State = 'ENABLED', Description } = properties;
  if (EventPattern !== undefined) checkPattern(EventPattern);
  const scheduleExpression = typeof ScheduleExpression === 'string' ? ScheduleExpression : undefined;
  return {
    name: (arn ?? ref).split('/').at(-1) ?? ref,
    arn: arn ?? ref,
    busName: busNameOf(properties.EventBusName),
    description: typeof Description === 'string' ? Description : undefined,
    pattern: EventPattern as Rule['pattern'],
    scheduleExpression,
    next: scheduleExpression === undefined ? undefined : parseSchedule(scheduleExpression),
    targets: Targets as readonly Target[],
    isEnabled: State !== 'DISABLED',
  };
}

/** Reads an AWS::Scheduler::Schedule; nothing for one that is disabled. Throws for another time zone than UTC. */
export function scheduleOf({ properties, arn, ref }: TemplateResource): TargetSchedule | undefined {
  const {
    ScheduleExpression,
    ScheduleExpressionTimezone = 'UTC',
    State,
    StartDate,
    EndDate,
    Target: target,
  } = properties;
  if (State === 'DISABLED') return undefined;
  const identity = { name: ref.split('/').at(-1) ?? ref, arn: arn ?? ref };
  if (!['UTC', 'Etc/UTC'].includes(String(ScheduleExpressionTimezone))) {
    throw new Error(
      `schedule ${identity.name}: the time zone ${ScheduleExpressionTimezone} is not emulated, only UTC`,
    );
  }
  return {
    ...identity,
    next: parseSchedule(String(ScheduleExpression)),
    ...(typeof StartDate === 'string' ? { from: Date.parse(StartDate) } : {}),
    ...(typeof EndDate === 'string' ? { until: Date.parse(EndDate) } : {}),
    target: target as Target,
  };
}

/** The name of a bus that is given by name, by ARN or not at all. */
export function busNameOf(bus: unknown): string {
  return typeof bus === 'string' ? (bus.split('/').at(-1) ?? bus) : 'default';
}

/** Enabled rules of the bus whose pattern the event matches. */
export function rulesFor(rules: Iterable<Rule>, busName: string, event: CloudEvent): readonly Rule[] {
  return [...rules].filter(
    (rule) =>
      rule.isEnabled && rule.busName === busName && rule.pattern && matchesPattern(rule.pattern, event),
  );
}
