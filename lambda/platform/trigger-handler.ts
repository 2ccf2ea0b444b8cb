import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { Log } from './logger.ts';
import { asTenant } from './tenant-scope.ts';

interface Trigger<Event extends { readonly response: unknown }> {
  /** The tenant whose data the trigger reaches; none by default. */
  readonly tenantOf?: (event: Event) => string | undefined;
  readonly respond: (event: Event) => Promise<Event['response']>;
  /** The text for the app of an error that is an answer; by default no error is. */
  readonly answerOf?: (error: unknown) => string | undefined;
}

export interface TriggerHandlerDependencies {
  readonly log: Log;
  readonly emit: EmitMetric;
}

/**
 * Serves a trigger of the user pool: it returns the event with a response. Cognito hands the message of an
 * error to the app, so a fault is logged and counted here, and its message says nothing.
 */
export const triggerHandler =
  <Event extends { readonly response: unknown }>(
    name: string,
    { tenantOf, respond, answerOf }: Trigger<Event>,
    { log, emit }: TriggerHandlerDependencies,
  ) =>
  async (event: Event): Promise<Event> => {
    try {
      const tenant = tenantOf?.(event);
      const work = () => respond(event);
      return { ...event, response: await (tenant === undefined ? work() : asTenant(tenant, work)) };
    } catch (error) {
      const answer = answerOf?.(error);
      if (answer !== undefined) throw new Error(answer);
      log.error('triggerFailed', { task: name }, error);
      emit('FaceLoginFault', 1, { Trigger: name });
      throw new Error('internal error');
    }
  };
