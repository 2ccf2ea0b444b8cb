/**
 * Event that loads a function and asks nothing of it. A schedule sends it; a caller cannot, since API Gateway
 * and the state machine wrap what callers send into members of other names.
 */
export const WARM_UP_EVENT = { warm_up: true } as const;

/** Whether an event is a {@link WARM_UP_EVENT} and nothing else. */
export const isWarmUp = (event: unknown): boolean =>
  typeof event === 'object' &&
  event !== null &&
  Object.keys(event).length === 1 &&
  'warm_up' in event &&
  event.warm_up === true;

/**
 * Lets a handler answer warm-ups before and instead of anything
 * else: they are not counted, not recorded and not refused.
 */
export const answeringWarmUps =
  <Event, Rest extends readonly unknown[], Result>(
    handler: (event: Event, ...rest: Rest) => Promise<Result>,
  ): ((event: Event, ...rest: Rest) => Promise<Result>) =>
  async (event, ...rest) =>
    // nobody reads the answer
    isWarmUp(event) ? (undefined as Result) : handler(event, ...rest);
