import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionErrorShape } from './function-error.ts';
import type { InvokeMessage, RuntimeData, RuntimeMessage } from './runtime-messages.ts';

/**
 * The Lambda runtime: runs inside a worker thread, loads the handler once and calls it for every message.
 * This file is compiled by itself, so nothing but types may be imported from the project.
 */
type Handler = (event: unknown, context: unknown) => unknown;

const data = workerData as RuntimeData;
const post = (message: RuntimeMessage): void => parentPort?.postMessage(message);

const shapeOf = (thrown: unknown): FunctionErrorShape =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') }
    : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };

const contextOf = ({ requestId, deadline }: InvokeMessage): unknown => ({
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  invokedFunctionArn: data.functionArn,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: requestId,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

/** Parameters of a handler that takes a callback: the event, the context and the callback. */
const PARAMETERS_WITH_CALLBACK = 3;

/**
 * Refuses a handler that takes a callback, as Lambda does from nodejs24.x on.
 * Earlier runtimes pass a callback, which this one never did.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html and the package aws-lambda-ric, version 4
 */
function refuseCallback(handler: Handler): void {
  if (handler.length < PARAMETERS_WITH_CALLBACK) return;
  const refusal = new Error(
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );
  refusal.name = 'Runtime.CallbackHandlerDeprecated';
  throw refusal;
}

async function main(): Promise<void> {
  let handler: Handler;
  try {
    const loaded = (await import(data.moduleUrl)) as Record<string, unknown>;
    const found =
      loaded[data.handlerName] ?? (loaded.default as Record<string, unknown> | undefined)?.[data.handlerName];
    if (typeof found !== 'function') throw new Error(`${data.handlerName} is undefined or not exported`);
    handler = found as Handler;
    refuseCallback(handler);
  } catch (thrown) {
    return post({ type: 'error', error: shapeOf(thrown) });
  }
  parentPort?.on('message', async (message: InvokeMessage) => {
    process.env._X_AMZN_TRACE_ID = message.traceHeader;
    try {
      const result = await handler(JSON.parse(message.payload), contextOf(message));
      post({ type: 'result', payload: JSON.stringify(result) ?? 'null' });
    } catch (thrown) {
      post({ type: 'error', error: shapeOf(thrown) });
    }
  });
  post({ type: 'ready' });
}

void main();
