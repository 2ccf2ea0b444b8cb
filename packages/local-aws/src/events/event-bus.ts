import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { TemplateResource } from '../emulator.ts';
import type { Deliveries } from './deliveries.ts';
import { busNameOf, type Rule, ruleOf, rulesFor, scheduleOf, type TargetSchedule } from './rules.ts';
import type { Schedule } from './scheduler.ts';
import type { ServiceEvent } from './service-event.ts';
import { type CloudEvent, targetInput } from './target.ts';

export interface EventBusOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly deliveries: Deliveries;
}

export const RULE_TYPE = 'AWS::Events::Rule';
export const SCHEDULE_TYPE = 'AWS::Scheduler::Schedule';

/** The rules and schedules of the templates, and the way of events through them to their targets. */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #rules = new Map<string, Rule>();
  readonly #schedules = new Map<string, TargetSchedule>();

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  /** Takes a rule or a schedule of a template; throws for a pattern or an expression that isn't one. */
  add(resource: TemplateResource): void {
    if (resource.type === RULE_TYPE) {
      const rule = ruleOf(resource);
      this.#rules.set(rule.arn, rule);
    }
    const schedule = resource.type === SCHEDULE_TYPE ? scheduleOf(resource) : undefined;
    if (schedule) this.#schedules.set(schedule.arn, schedule);
  }

  rulesOf(busName: string): readonly Rule[] {
    return [...this.#rules.values()].filter((rule) => rule.busName === busName);
  }

  /** Throws `ResourceNotFoundException`. */
  rule(busName: string, name: unknown): Rule {
    const rule = this.rulesOf(busName).find((candidate) => candidate.name === name);
    if (rule) return rule;
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
  }

  /** Puts an event on a bus and gives its id; resolves when its deliveries are on disk. `time` is in milliseconds. */
  async put(event: ServiceEvent, bus?: string, time: number = this.#options.clock.now()): Promise<string> {
    const whole = this.#eventOf(event, time);
    const rules = rulesFor(this.#rules.values(), busNameOf(bus), whole);
    await this.#options.deliveries.accept(rules.flatMap((rule) => forTargets(rule, whole)));
    return whole.id;
  }

  /** What is due by the clock: the rules that have a schedule, and the schedules of EventBridge Scheduler. */
  schedules(): readonly Schedule[] {
    return [
      ...[...this.#rules.values()].flatMap((rule) => this.#scheduleOfRule(rule)),
      ...[...this.#schedules.values()].map((schedule) => this.#scheduleOfTarget(schedule)),
    ];
  }

  #scheduleOfRule(rule: Rule): Schedule[] {
    if (!rule.next) return [];
    const fire = async (time: number) => {
      const event = this.#eventOf(scheduledEvent('aws.events', rule.arn), time);
      if (rule.isEnabled) await this.#options.deliveries.accept(forTargets(rule, event));
    };
    return [{ id: rule.arn, next: rule.next, fire }];
  }

  #scheduleOfTarget({ target, arn, name, ...times }: TargetSchedule): Schedule {
    const fire = async (time: number) => {
      const event = this.#eventOf(scheduledEvent('aws.scheduler', arn), time);
      await this.#options.deliveries.accept([{ target, payload: targetInput(target, event, { arn, name }) }]);
    };
    return { ...times, id: arn, fire };
  }

  #eventOf({ source, detailType, resources, detail }: ServiceEvent, time: number): CloudEvent {
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: this.#options.accountId,
      time: `${new Date(time).toISOString().slice(0, 19)}Z`,
      region: this.#options.region,
      resources,
      detail,
    };
  }
}

/** What the targets of a rule get of an event. */
const forTargets = (rule: Rule, event: CloudEvent) =>
  rule.targets.map((target) => ({ target, payload: targetInput(target, event, rule) }));

const scheduledEvent = (source: string, arn: string): ServiceEvent => ({
  source,
  detailType: 'Scheduled Event',
  resources: [arn],
  detail: {},
});
