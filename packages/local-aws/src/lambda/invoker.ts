import { randomUUID } from 'node:crypto';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { Telemetry } from '../cloudwatch/telemetry.ts';
import type { Log, LogLine } from '../log.ts';
import type { FunctionConfig } from './function-config.ts';
import { FunctionError, UNAUTHORIZED } from './function-error.ts';
import { FunctionWorker } from './function-worker.ts';
import { tracedInvocation } from './lineage.ts';
import { warmWorkers } from './warm-workers.ts';
import { WorkerPool } from './worker-pool.ts';

/** Largest request and response of a synchronous invocation. */
export const MAX_SYNCHRONOUS_PAYLOAD_BYTES = 6 * 1024 * 1024;
/** Two cores run eight functions well, since most of their time is waiting, in some calls for seconds. */
const MAX_CONCURRENCY = 8;
/** AWS keeps idle ones for minutes as well; `warmWorkers` bounds how many are kept. */
const IDLE_LIFETIME_MS = 5 * 60_000;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface InvokerOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly endpoint: string;
  /** Access key of a function's role, so that the services know who calls. */
  readonly credentialsFor: (roleArn: string) => Credentials;
  readonly telemetry: Telemetry;
  readonly log: Log;
  /** Number of functions that the templates declare. */
  readonly functionCount: () => number;
}

export interface Invoker {
  /**
   * Runs a function once.
   * @param payload JSON of the event.
   * @param traceHeader of the chain of requests that the event belongs to, if it has one.
   * @returns JSON of the result.
   * @throws FunctionError when the function fails, AwsError when it is not run at all.
   */
  invoke(config: FunctionConfig, payload: string, traceHeader?: string): Promise<string>;
  close(): Promise<void>;
}

/** Runs functions in workers, with Lambda's limits, log lines and metrics. */
export function createInvoker({
  clock,
  region,
  endpoint,
  credentialsFor,
  telemetry,
  log,
  functionCount,
}: InvokerOptions): Invoker {
  const running = new Map<string, number>();
  const pool = new WorkerPool({
    // not the machine's: a worker's credentials end by the clock that is put forward
    clock,
    maxConcurrency: MAX_CONCURRENCY,
    // each function once, and the copies that run beside one
    maxIdle: () => warmWorkers(functionCount() + MAX_CONCURRENCY - 1, totalmem()),
    idleLifetimeMs: IDLE_LIFETIME_MS,
    start: (config) => {
      const logStream = `${new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
      return FunctionWorker.start({
        config,
        environment: environmentOf(config, {
          region,
          endpoint,
          logStream,
          credentials: credentialsFor(config.roleArn),
        }),
        onOutput: (line) => telemetry.line(config.logGroup, logStream, line),
      });
    },
  });

  const measure = (config: FunctionConfig, name: string, unit: string, value: number): void =>
    telemetry.metric({
      namespace: 'AWS/Lambda',
      name,
      dimensions: { FunctionName: config.name },
      unit,
      value,
    });

  const runOnce = (config: FunctionConfig, payload: string, given?: string): Promise<string> =>
    pool.with(config, async (worker, cold) => {
      const requestId = randomUUID();
      if (cold) log({ level: 'info', source: config.name, message: `cold start ${worker.initMs} ms` });
      const began = performance.now();
      try {
        const traceHeader = tracedInvocation(given, config.arn, { requestId, now: clock.now() });
        const result = await worker.run({ payload, requestId, traceHeader }, config.timeoutMs);
        if (Buffer.byteLength(result) > MAX_SYNCHRONOUS_PAYLOAD_BYTES) throw responseTooLarge(result);
        return result;
      } finally {
        const duration = performance.now() - began;
        measure(config, 'Duration', 'Milliseconds', duration);
        const init = cold ? `\tInit Duration: ${worker.initMs}.00 ms` : '';
        telemetry.line(
          config.logGroup,
          'platform',
          `REPORT RequestId: ${requestId}\tDuration: ${duration.toFixed(2)} ms\tMemory Size: ${config.memoryMb} MB${init}`,
        );
      }
    });

  return {
    invoke: async (config, payload, traceHeader) => {
      if (Buffer.byteLength(payload) > MAX_SYNCHRONOUS_PAYLOAD_BYTES) {
        throw new AwsError(
          'RequestTooLargeException',
          `Request must be smaller than ${MAX_SYNCHRONOUS_PAYLOAD_BYTES} bytes for the InvokeFunction operation`,
          413,
        );
      }
      const concurrency = running.get(config.arn) ?? 0;
      if (config.reservedConcurrency !== undefined && concurrency >= config.reservedConcurrency) {
        measure(config, 'Throttles', 'Count', 1);
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
          Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
        });
      }
      running.set(config.arn, concurrency + 1);
      measure(config, 'Invocations', 'Count', 1);
      measure(config, 'ConcurrentExecutions', 'Count', concurrency + 1);
      try {
        const result = await runOnce(config, payload, traceHeader);
        measure(config, 'Errors', 'Count', 0);
        return result;
      } catch (error) {
        measure(config, 'Errors', 'Count', 1);
        if (error instanceof FunctionError) {
          // what was thrown may name a person: the function's
          // own log has it, this one only says where to look
          log({ source: config.name, ...outcomeOf(error) });
        }
        throw error;
      } finally {
        running.set(config.arn, (running.get(config.arn) ?? 1) - 1);
      }
    },
    close: () => pool.close(),
  };
}

/** An authorizer that refuses a caller works as it should, although Lambda counts an error. */
const outcomeOf = ({ errorType, errorMessage }: FunctionError): Pick<LogLine, 'level' | 'message'> =>
  errorMessage === UNAUTHORIZED
    ? { level: 'info', message: 'refused a caller as unauthorized' }
    : { level: 'warn', message: `failed with ${errorType}` };

function responseTooLarge(result: string): FunctionError {
  return new FunctionError({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${Buffer.byteLength(result)} bytes) exceeded maximum allowed payload size (${MAX_SYNCHRONOUS_PAYLOAD_BYTES} bytes).`,
  });
}

interface EnvironmentFacts {
  readonly region: string;
  readonly endpoint: string;
  readonly logStream: string;
  readonly credentials: Credentials;
}

/** Returns a function's environment: Lambda's own variables and the template's. */
function environmentOf(
  config: FunctionConfig,
  { region, endpoint, logStream, credentials }: EnvironmentFacts,
): Record<string, string> {
  return {
    ...config.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken ? { AWS_SESSION_TOKEN: credentials.sessionToken } : {}),
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    LAMBDA_TASK_ROOT: dirname(config.modulePath),
    AWS_EXECUTION_ENV: `AWS_Lambda_${config.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: config.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    // no X-Ray daemon listens here
    POWERTOOLS_TRACE_ENABLED: 'false',
    // the SDK warns about the Node version of this machine, which is not the one the function is deployed on
    NODE_NO_WARNINGS: '1',
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
  };
}
