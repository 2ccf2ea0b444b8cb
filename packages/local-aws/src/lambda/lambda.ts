import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { AccessCheck, CloudRequest, CloudResponse, Emulator, TemplateResource } from '../emulator.ts';
import { ACCOUNT_SETTINGS_PATH, accountSettings } from './account-settings.ts';
import { type AsynchronousQueue, openAsynchronousQueue } from './asynchronous-queue.ts';
import { checkEnvironment } from './environment-limit.ts';
import { type FunctionConfig, functionConfig } from './function-config.ts';
import { FunctionError } from './function-error.ts';
import { createInvoker, type InvokerOptions } from './invoker.ts';
import { longestChain, MAX_RUNS_IN_CHAIN, runsIn } from './lineage.ts';
import { EVENT_SOURCE_MAPPING_TYPE } from './mapping-checks.ts';

/** Largest event of an asynchronous invocation. */
const MAX_ASYNCHRONOUS_PAYLOAD_BYTES = 1024 * 1024;

export interface LambdaOptions extends Omit<InvokerOptions, 'functionCount'> {
  readonly dataDir: string;
  /** Directory of a staged asset by the S3 key that the template gives it. */
  readonly assetPath: (s3Key: string) => string | undefined;
}

export interface Lambda extends Emulator {
  /**
   * Runs a function and waits for it.
   * @param functionArn ARN or name, with or without a qualifier.
   * @param traceHeaders of the messages that the payload holds.
   * @throws FunctionError ({ errorType, errorMessage }) when
   * the function fails; AwsError when it cannot be run.
   */
  invoke(functionArn: string, payload: unknown, traceHeaders?: readonly string[]): Promise<unknown>;
  /** Whether a message is taken for one of a loop, and dropped. Counts those that are. */
  stopsLoop(functionArn: string, traceHeader: string | undefined): boolean;
  /** Accepts an event for a function; resolves once it is on disk. */
  invokeLater(functionArn: string, payload: unknown): Promise<void>;
  /** Functions that the templates declare and that cannot run here, with the reason. */
  notRunnable(): readonly string[];
}

/** AWS Lambda: functions of the templates in worker threads. */
export async function createLambda(options: LambdaOptions): Promise<Lambda> {
  const functions = new Map<string, FunctionConfig>();
  const skipped: string[] = [];
  const invoker = createInvoker({ ...options, functionCount: () => functions.size });

  const find = (functionName: string): FunctionConfig => {
    const name = nameOf(functionName);
    const config = functions.get(name);
    if (config) return config;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`, 404);
  };

  const queue: AsynchronousQueue = await openAsynchronousQueue({
    file: join(options.dataDir, 'lambda', 'asynchronous.jsonl'),
    clock: options.clock,
    isThere: (arn) => functions.has(nameOf(arn)),
    invoke: (arn, payload) => invoker.invoke(find(arn), payload),
    onFault: (error) =>
      options.log({ level: 'error', source: 'lambda', message: `an event waits: ${String(error)}` }),
  });

  const provision = async (resources: readonly TemplateResource[]): Promise<void> => {
    for (const resource of resources) {
      if (resource.type !== 'AWS::Lambda::Function') continue;
      const config = functionConfig(resource, options.assetPath);
      if (config) {
        checkEnvironment(`${resource.stack}/${resource.logicalId}`, config.environment);
        functions.set(config.name, config);
      } else skipped.push(`${resource.stack}/${resource.logicalId}: no Node.js code in the cloud assembly`);
    }
    queue.resume();
  };

  const invokeOverHttp = async (request: CloudRequest): Promise<CloudResponse> => {
    const config = find(functionNameOf(request.url));
    const payload = request.body.length > 0 ? request.body.toString('utf8') : '{}';
    checkJson(payload);
    switch (request.headers['x-amz-invocation-type'] ?? 'RequestResponse') {
      case 'DryRun':
        return { status: 204, headers: {}, body: '' };
      case 'Event':
        if (request.body.length > MAX_ASYNCHRONOUS_PAYLOAD_BYTES) {
          throw new AwsError(
            'RequestTooLargeException',
            `${request.body.length} byte payload is too large for the Event invocation type (limit ${MAX_ASYNCHRONOUS_PAYLOAD_BYTES} bytes)`,
            413,
          );
        }
        await queue.accept(config.arn, payload);
        return { status: 202, headers: {}, body: '' };
      default:
        return invokeAndAnswer(config, payload);
    }
  };

  const invokeAndAnswer = async (config: FunctionConfig, payload: string): Promise<CloudResponse> => {
    const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    try {
      return { status: 200, headers, body: await invoker.invoke(config, payload) };
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      return {
        status: 200,
        headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify(error),
      };
    }
  };

  return {
    service: 'lambda',
    operations: ['GetAccountSettings', 'Invoke'],
    resourceTypes: [
      'AWS::Lambda::Function',
      EVENT_SOURCE_MAPPING_TYPE,
      // read by the services that need one: see permissions.ts
      'AWS::Lambda::Permission',
      // a bundle finds what a layer holds in the project's own packages
      'AWS::Lambda::LayerVersion',
    ],
    provision,
    accessChecks: (request): readonly AccessCheck[] => {
      if (asksForSettings(request)) return [{ action: 'lambda:GetAccountSettings', resource: '*' }];
      const { arn } = find(functionNameOf(request.url));
      return [{ action: 'lambda:InvokeFunction', resource: arn }];
    },
    handle: async (request) =>
      asksForSettings(request) ? accountSettings([...functions.values()]) : invokeOverHttp(request),
    invoke: async (functionArn, payload, traceHeaders = []) => {
      const config = find(functionArn);
      const traceHeader = longestChain(traceHeaders, config.arn);
      return JSON.parse(await invoker.invoke(config, JSON.stringify(payload ?? {}), traceHeader)) as unknown;
    },
    stopsLoop: (functionArn, traceHeader) => {
      const { arn, mayLoop, name } = find(functionArn);
      if (mayLoop || runsIn(traceHeader, arn) < MAX_RUNS_IN_CHAIN) return false;
      options.telemetry.metric({
        namespace: 'AWS/Lambda',
        name: 'RecursiveInvocationsDropped',
        dimensions: { FunctionName: name },
        unit: 'Count',
        value: 1,
      });
      return true;
    },
    invokeLater: async (functionArn, payload) => queue.accept(find(functionArn).arn, JSON.stringify(payload)),
    notRunnable: () => skipped,
    close: async () => {
      await queue.close();
      await invoker.close();
    },
  };
}

/** Name in `name`, `name:qualifier` and the ARN forms of both. */
function nameOf(functionName: string): string {
  const parts = functionName.split(':');
  return (parts[0] === 'arn' ? parts[6] : parts[0]) ?? functionName;
}

const asksForSettings = ({ method, url }: CloudRequest): boolean =>
  method === 'GET' && url.pathname.replace(/\/$/, '') === ACCOUNT_SETTINGS_PATH;

function functionNameOf(url: URL): string {
  const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname);
  if (match?.[1]) return decodeURIComponent(match[1]);
  throw new AwsError(
    'NotImplemented',
    `of the Lambda API only Invoke and GetAccountSettings are emulated here, not ${url.pathname}`,
    501,
  );
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (cause) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
    );
  }
}
