import type { TemplateResource } from '../emulator.ts';
import { matchesPattern, type Pattern, readPattern } from './pattern.ts';
import { parseRate } from './rate.ts';
import { type CloudEvent, readTarget, type Target } from './target.ts';

/** A rule of a template. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly description: string | undefined;
  readonly pattern: Pattern | undefined;
  readonly scheduleExpression: string | undefined;
  /** Milliseconds between two times that it is due; undefined for a rule without a schedule. */
  readonly everyMs: number | undefined;
  readonly targets: readonly Target[];
  readonly isEnabled: boolean;
}

/** Reads an AWS::Events::Rule. Throws for a pattern, a schedule or a target that is not emulated. */
export function ruleOf({ properties, arn, ref }: TemplateResource): Rule {
  const { EventPattern, ScheduleExpression, Targets = [], State = 'ENABLED', Description } = properties;
  const scheduleExpression = typeof ScheduleExpression === 'string' ? ScheduleExpression : undefined;
  return {
    name: (arn ?? ref).split('/').at(-1) ?? ref,
    arn: arn ?? ref,
    busName: busNameOf(properties.EventBusName),
    description: typeof Description === 'string' ? Description : undefined,
    pattern: EventPattern === undefined ? undefined : readPattern(EventPattern),
    scheduleExpression,
    everyMs: scheduleExpression === undefined ? undefined : parseRate(scheduleExpression),
    targets: (Targets as readonly unknown[]).map(readTarget),
    isEnabled: State !== 'DISABLED',
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
