import { join } from 'node:path';
import type { TemplateResource } from '../emulator.ts';

/** A Lambda function as its template declares it, with AWS's defaults filled in. */
export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  /** Path of the module that holds the handler, without its extension. */
  readonly modulePath: string;
  readonly handlerName: string;
  /** Identifier such as nodejs24.x; the function runs on this machine's Node.js all the same. */
  readonly runtime: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  /** Most invocations at a time; undefined when the function shares the account's. */
  readonly reservedConcurrency: number | undefined;
  readonly logGroup: string;
  /** Whether it may run again and again in one chain of requests. */
  readonly mayLoop: boolean;
}

const DEFAULT_TIMEOUT_S = 3;
const DEFAULT_MEMORY_MB = 128;

/** Properties of AWS::Lambda::Function that are read here. */
interface FunctionProperties {
  readonly Code?: { readonly S3Key?: string };
  readonly Handler?: string;
  readonly Runtime?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Role?: string;
  readonly ReservedConcurrentExecutions?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  readonly RecursiveLoop?: 'Allow' | 'Terminate';
  readonly LoggingConfig?: { readonly LogGroup?: string };
  readonly DeadLetterConfig?: object;
}

/**
 * Reads a function from its template.
 * @param assetPath directory of a staged asset by its S3 key.
 * @returns undefined for a function that cannot run here: inline code or another language.
 * @throws Error for a dead-letter queue, since events that are given up go nowhere here
 */
export function functionConfig(
  resource: TemplateResource,
  assetPath: (s3Key: string) => string | undefined,
): FunctionConfig | undefined {
  const properties = resource.properties as FunctionProperties;
  const directory = properties.Code?.S3Key && assetPath(properties.Code.S3Key);
  const handler = /^(.+)\.([^.]+)$/.exec(properties.Handler ?? '');
  if (!directory || !handler || !properties.Runtime?.startsWith('nodejs')) return undefined;
  const name = resource.ref;
  if (properties.DeadLetterConfig)
    throw new Error(
      `${resource.stack}/${resource.logicalId}: dead-letter queues of functions are not emulated`,
    );
  return {
    name,
    arn: resource.arn ?? name,
    modulePath: join(directory, handler[1] ?? ''),
    handlerName: handler[2] ?? '',
    runtime: properties.Runtime,
    timeoutMs: (properties.Timeout ?? DEFAULT_TIMEOUT_S) * 1000,
    memoryMb: properties.MemorySize ?? DEFAULT_MEMORY_MB,
    environment: Object.fromEntries(
      Object.entries(properties.Environment?.Variables ?? {}).map(([key, value]) => [key, String(value)]),
    ),
    roleArn: properties.Role ?? '',
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    mayLoop: properties.RecursiveLoop === 'Allow',
  };
}
