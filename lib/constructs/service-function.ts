import { Duration, Token } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type ILayerVersion,
  LayerVersion,
  RecursiveLoop,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionEnvironment, type FunctionName } from '../../lambda/api/functions.ts';
import { metricNamespace } from '../../lambda/kernel/metrics.ts';
import type { DeploymentConfig } from '../config.ts';
import { faceLoginsOf } from '../face-login.ts';
import { TRACING_VARIABLES } from '../tracing.ts';
import { withWatchlists } from '../watchlists.ts';
import { acknowledge } from './acknowledge.ts';
import type { FunctionNetwork } from './function-network.ts';
import { FUNCTION_RUNTIME } from './function-runtime.ts';
import { sizeOf } from './function-sizes.ts';
import type { GrantedAccess } from './granted-access.ts';
import { handlerCode } from './handler-code.ts';
import { logSettings } from './log-settings.ts';
import { runInNetwork } from './network-access.ts';
import { TenantRole } from './tenant-role.ts';

/**
 * Parts of the config that grow with the tenants, which an environment does not hold: files beside the
 * code of the functions that have the variable.
 */
const FILES = {
  GENERATIONS_FILE: { name: 'generations.json', contents: withWatchlists },
  POLICY_FILE: { name: 'policy.json', contents: ({ policy }) => policy },
  CONSENT_TEXTS_FILE: { name: 'consent-texts.json', contents: ({ consentTexts }) => consentTexts },
  FACE_LOGINS_FILE: { name: 'face-logins.json', contents: faceLoginsOf },
} as const satisfies Readonly<
  Record<string, { readonly name: string; readonly contents: (config: DeploymentConfig) => unknown }>
>;

/** Variables that the function's construct provides itself. */
export type MadeByFunction = 'STAGE' | 'TENANT_ROLE_ARN' | keyof typeof FILES;
export const MADE_BY_FUNCTION: ReadonlySet<string> = new Set<MadeByFunction>([
  'STAGE',
  'TENANT_ROLE_ARN',
  'GENERATIONS_FILE',
  'POLICY_FILE',
  'CONSENT_TEXTS_FILE',
  'FACE_LOGINS_FILE',
]);

export interface ServiceFunctionProps<Name extends FunctionName> {
  readonly config: DeploymentConfig;
  /** Name of its handler: `handlers/{name}.ts` of its capability. */
  readonly name: Name;
  readonly environment: Omit<FunctionEnvironment<Name>, MadeByFunction>;
  /** Every permission beyond logs and traces: for a tenant, and outside any tenant. */
  readonly access: GrantedAccess;
  /** Encrypts its log where data is protected. */
  readonly key: IKey;
  /** Where it runs; undefined outside a network of its own. */
  readonly network: FunctionNetwork | undefined;
  /** @default DEFAULT_TIMEOUT */
  readonly timeout?: Duration;
  /** @default - none */
  readonly layers?: readonly ILayerVersion[];
  /**
   * True for a function that sends messages to its own queue:
   * Lambda would take it for a loop and stop it after about 16.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
   */
  readonly sendsToItself?: boolean;
}

/** API Gateway times out after 29 s, so no function behind it may run longer. */
const DEFAULT_TIMEOUT = Duration.seconds(28);

/**
 * Bytes that the environment of a function may have.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_ENVIRONMENT_BYTES = 4096;
/** An ARN, a queue's URL or a table's name that only the deployment knows has at most about as many. */
const TOKEN_BYTES = 110;

/**
 * Bytes of an environment as Lambda counts it, which is as JSON: the message of its refusal quotes the
 * string that it measured. What is not known yet is taken to be {@link TOKEN_BYTES} long.
 */
export const environmentBytes = (environment: Readonly<Record<string, string>>): number =>
  Buffer.byteLength(
    JSON.stringify(environment, (_name, value) =>
      typeof value === 'string' && Token.isUnresolved(value) ? 'x'.repeat(TOKEN_BYTES) : value,
    ),
  );

/** A Lambda function: its own role, its own log group, the same defaults for all. */
export class ServiceFunction<Name extends FunctionName = FunctionName> extends Construct {
  readonly fn: NodejsFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Name>) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', logSettings(props.config, props.key));
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs ${props.name}`,
    });
    this.logGroup.grantWrite(role);
    for (const statement of props.access.own) role.addToPolicy(statement);
    const placement = props.network ? runInNetwork(role, props.network) : {};
    const tenantRole =
      props.access.ofTenant.length > 0
        ? new TenantRole(this, 'Tenant', { name: props.name, assumedBy: role, access: props.access })
        : undefined;

    const files = Object.entries(FILES).filter(
      ([variable]) => variable in FUNCTIONS[props.name].environment.shape,
    );
    const environment: Record<string, string> = {
      STAGE: props.config.stage,
      POWERTOOLS_SERVICE_NAME: props.name,
      POWERTOOLS_METRICS_NAMESPACE: metricNamespace(props.config.stage),
      ...(props.config.rekognitionEndpoint
        ? { AWS_ENDPOINT_URL_REKOGNITION: props.config.rekognitionEndpoint }
        : {}),
      // every client of the SDK reads it
      ...(props.config.fips ? { AWS_USE_FIPS_ENDPOINT: 'true' } : {}),
      ...(tenantRole ? { TENANT_ROLE_ARN: tenantRole.role.roleArn } : {}),
      ...Object.fromEntries(files.map(([variable, { name }]) => [variable, name])),
      ...(props.config.tracing ? TRACING_VARIABLES : {}),
      ...props.environment,
    };
    const bytes = environmentBytes(environment);
    if (bytes > MAX_ENVIRONMENT_BYTES) {
      const [longest = ''] = Object.entries(environment)
        .sort(([, one], [, other]) => other.length - one.length)
        .map(([name]) => name);
      throw new Error(
        `the environment of function ${props.name} has about ${bytes} bytes and Lambda takes ${MAX_ENVIRONMENT_BYTES}; the longest variable is ${longest}: shorten what lib/config.ts puts there`,
      );
    }

    this.fn = new NodejsFunction(this, 'Function', {
      code: handlerCode(
        props.name,
        Object.fromEntries(
          files.map(([, { name, contents }]) => [name, JSON.stringify(contents(props.config))]),
        ),
      ),
      handler: 'index.handler',
      description: `face-idv ${props.name}`,
      // the role itself: event sources grant it their queue, and the function waits for its policy
      role,
      runtime: FUNCTION_RUNTIME,
      architecture: Architecture.ARM_64,
      memorySize: sizeOf(props.name).memoryMb,
      timeout: props.timeout ?? DEFAULT_TIMEOUT,
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      ...(props.sendsToItself ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      layers: [...(props.layers ?? []), ...this.tracingLayers(props.config)],
      environment,
      ...placement,
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray, CreateCollection of Rekognition and ListStreams of DynamoDB know no resource but "*".',
    });
  }

  private tracingLayers({ tracing }: DeploymentConfig): readonly ILayerVersion[] {
    return tracing ? [LayerVersion.fromLayerVersionArn(this, 'Tracing', tracing.layerArn)] : [];
  }
}
