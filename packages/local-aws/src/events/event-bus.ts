import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { TemplateResource } from '../emulator.ts';
import type { Deliveries } from './deliveries.ts';
import { busNameOf, type Rule, ruleOf, rulesFor } from './rules.ts';
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

/** The rules of the templates, and the way of events through them to their targets. */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #rules = new Map<string, Rule>();

  constructor(options: EventBusOptions) {
    this.#options = options;
  }

  /** Takes a rule of a template; throws for one that asks for more than is emulated. */
  add(resource: TemplateResource): void {
    const rule = ruleOf(resource);
    this.#rules.set(rule.arn, rule);
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

  /**
   * Puts an event on a bus and gives its id; resolves when
   * its deliveries are on disk. `time` is in milliseconds.
   */
  async put(event: ServiceEvent, bus?: string, time: number = this.#options.clock.now()): Promise<string> {
    const whole = this.#eventOf(event, time);
    const rules = rulesFor(this.#rules.values(), busNameOf(bus), whole);
    await this.#options.deliveries.accept(rules.flatMap((rule) => forTargets(rule, whole)));
    return whole.id;
  }

  /** Scheduled work: the rules with a schedule. */
  schedules(): readonly Schedule[] {
    return [...this.#rules.values()].flatMap((rule) => this.#scheduleOf(rule));
  }

  #scheduleOf(rule: Rule): Schedule[] {
    if (rule.everyMs === undefined) return [];
    const fire = async (time: number) => {
      const event = this.#eventOf(scheduledEvent(rule.arn), time);
      if (rule.isEnabled) await this.#options.deliveries.accept(forTargets(rule, event));
    };
    return [{ id: rule.arn, everyMs: rule.everyMs, fire }];
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

/** Returns the deliveries of an event to the targets of a rule. */
const forTargets = (rule: Rule, event: CloudEvent) =>
  rule.targets.map((target) => ({ target, payload: targetInput(target, event) }));

const scheduledEvent = (arn: string): ServiceEvent => ({
  source: 'aws.events',
  detailType: 'Scheduled Event',
  resources: [arn],
  detail: {},
});
