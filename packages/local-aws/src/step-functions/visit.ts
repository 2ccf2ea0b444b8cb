import type { Shape, State, Template } from './definition.ts';
import type { EventDetails, EventType, Outcome, VisitFacts } from './execution-log.ts';
import { fillTemplate } from './expression.ts';
import type { Frame, Run } from './run.ts';
import { StateError, untilAborted } from './state-error.ts';

/**
 * Bytes of UTF-8 that the input or output of a state may have:
 * 256 KiB, see "Quotas related to state machine executions".
 */
const MAX_PAYLOAD_BYTES = 262_144;

/** Result of a state's work, before Output and Assign are applied. */
export interface Performed {
  /** `$states.result`; left out by states that have none: their default output is their input. */
  readonly result?: unknown;
  /** Whose Output and Assign apply, where that isn't the state itself. */
  readonly shape?: Shape;
  /** The next state, where it isn't the state's own Next. */
  readonly next?: string;
}

/** One visit of one walk to one state. */
export class Visit<S extends State = State> {
  readonly run: Run;
  readonly frame: Frame;
  readonly key: string;
  readonly name: string;
  readonly state: S;
  readonly input: unknown;

  constructor(run: Run, frame: Frame, key: string, name: string, state: S, input: unknown) {
    this.run = run;
    this.frame = frame;
    this.key = key;
    this.name = name;
    this.state = state;
    this.input = input;
  }

  get facts(): VisitFacts {
    return this.run.log.facts(this.key);
  }

  get now(): number {
    return this.run.services.clock.now();
  }

  /** How often the state's work was tried before. */
  get retryCount(): number {
    return (this.facts.retriersUsed ?? []).reduce((sum, used) => sum + used, 0);
  }

  /** Adds an event to the history, caused by the last one of this walk. */
  record(type: EventType, details?: EventDetails, facts?: (eventId: number) => VisitFacts): number {
    const { frame, run } = this;
    frame.lastEventId = run.log.record(frame.lastEventId, type, details, this.key, facts);
    return frame.lastEventId;
  }

  note(facts: VisitFacts): void {
    this.run.log.note(this.key, facts);
  }

  /**
   * Fills a template of this state; `undefined` stays so. `field` is its name in the definition. `more` adds
   * members to `$states`; `context` adds members to `$states.context`.
   */
  async fill(
    template: Template | undefined,
    field: string,
    more: { readonly result?: unknown; readonly errorOutput?: unknown } = {},
    context: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    if (template === undefined) return undefined;
    const scope = {
      states: { input: this.input, context: { ...this.#context(), ...context }, ...more },
      variables: this.frame.variables,
      now: this.now,
    };
    try {
      return await fillTemplate(template, field, scope);
    } catch (error) {
      if (error instanceof StateError) this.#recordEvaluationFailure(error, field);
      throw error;
    }
  }

  /** Fills a template, or gives `fallback` when the definition has none: null is a value like any other. */
  async fillOr(
    fallback: unknown,
    template: Template | undefined,
    field: string,
    more: { readonly result?: unknown; readonly errorOutput?: unknown } = {},
    context: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    return template === undefined ? fallback : this.fill(template, field, more, context);
  }

  /** Fills a template that must give a number of at least `minimum`. */
  async fillNumber(
    template: Template | undefined,
    field: string,
    minimum: number,
  ): Promise<number | undefined> {
    const value = await this.fill(template, field);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || value < minimum) {
      throw new StateError(
        'States.QueryEvaluationError',
        `The field '${field}' of the state '${this.name}' must be a number of at least ${minimum}, not ${JSON.stringify(value)}.`,
      );
    }
    return value;
  }

  /** Resolves at `time` (milliseconds since the epoch), or at once when that has passed. */
  async sleepUntil(time: number, signal: AbortSignal = this.frame.signal): Promise<void> {
    while (time > this.now) {
      await untilAborted(this.run.services.clock.sleep(time - this.now, signal), signal);
    }
  }

  /** Throws `States.DataLimitExceeded` for what is too large to be handed on. */
  checkSize(value: unknown): string {
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
      throw new StateError(
        'States.DataLimitExceeded',
        `The state/task '${this.name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      );
    }
    return text;
  }

  /** The outcome itself, or the failure that it is when its result is too large. */
  limited(outcome: { readonly result: unknown }): Outcome {
    try {
      this.checkSize(outcome.result);
      return outcome;
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      return { error: error.error, cause: error.message };
    }
  }

  #context(): Readonly<Record<string, unknown>> {
    const { run, frame, name } = this;
    const State = { Name: name, EnteredTime: this.facts.entered?.time, RetryCount: this.retryCount };
    return { ...run.context, ...frame.context, State };
  }

  #recordEvaluationFailure(error: StateError, location: string): void {
    const details = { error: error.error, cause: error.message, location, state: this.name };
    this.record('EvaluationFailed', { evaluationFailedEventDetails: details });
  }
}
