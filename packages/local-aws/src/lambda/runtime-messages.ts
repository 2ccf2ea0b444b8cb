import type { FunctionErrorShape } from './function-error.ts';

/** Start parameters of the runtime in the worker. */
export interface RuntimeData {
  /** `file:` URL of the handler's module. */
  readonly moduleUrl: string;
  readonly handlerName: string;
  readonly functionArn: string;
}

/** To the worker: run the handler once. */
export interface InvokeMessage {
  readonly requestId: string;
  /** JSON of the event. */
  readonly payload: string;
  /** Value of `_X_AMZN_TRACE_ID`. */
  readonly traceHeader: string;
  /** Epoch milliseconds at which the invocation is cut off. */
  readonly deadline: number;
}

/** From the worker: the module is loaded or cannot be; the handler has returned or thrown. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly payload: string }
  | { readonly type: 'error'; readonly error: FunctionErrorShape };
