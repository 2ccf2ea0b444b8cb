import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type ILayerVersion, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionEnvironment, FunctionName } from '../../lambda/api/functions.ts';
import { METRIC_NAMESPACE } from '../../lambda/kernel/metrics.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import type { GrantedAccess } from './granted-access.ts';
import { handlerCode } from './handler-code.ts';
import { TenantRole } from './tenant-role.ts';

/** Variables that the function's construct provides itself. */
export type MadeByFunction = 'STAGE' | 'TENANT_ROLE_ARN';

export interface ServiceFunctionProps<Name extends FunctionName> {
  readonly config: DeploymentConfig;
  /** Name of its handler: `handlers/{name}.ts` of its capability. */
  readonly name: Name;
  readonly environment: Omit<FunctionEnvironment<Name>, MadeByFunction>;
  /** Every permission beyond logs and traces: for a tenant, and outside any tenant. */
  readonly access: GrantedAccess;
  /** @default DEFAULT_MEMORY_MB */
  readonly memoryMb?: number;
  /** @default DEFAULT_TIMEOUT */
  readonly timeout?: Duration;
  /** @default - none */
  readonly layers?: readonly ILayerVersion[];
}

/** Lambda assigns CPU by memory: below 512 MB a cold start of the SDK takes over a second. */
const DEFAULT_MEMORY_MB = 512;
/** API Gateway times out after 29 s, so no function behind it may run longer. */
const DEFAULT_TIMEOUT = Duration.seconds(28);

/** A Lambda function: its own role, its own log group, the same defaults for all. */
export class ServiceFunction<Name extends FunctionName = FunctionName> extends Construct {
  readonly fn: NodejsFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Name>) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.config.logRetentionDays,
      removalPolicy: props.config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs ${props.name}`,
    });
    this.logGroup.grantWrite(role);
    for (const statement of props.access.own) role.addToPolicy(statement);
    const tenantRole =
      props.access.ofTenant.length > 0
        ? new TenantRole(this, 'Tenant', { name: props.name, assumedBy: role, access: props.access })
        : undefined;

    this.fn = new NodejsFunction(this, 'Function', {
      code: handlerCode(props.name),
      handler: 'index.handler',
      description: `face-idv ${props.name}`,
      role: role.withoutPolicyUpdates(),
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb ?? DEFAULT_MEMORY_MB,
      timeout: props.timeout ?? DEFAULT_TIMEOUT,
      tracing: Tracing.ACTIVE,
      logGroup: this.logGroup,
      ...(props.layers ? { layers: [...props.layers] } : {}),
      environment: {
        STAGE: props.config.stage,
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
        ...(props.config.rekognitionEndpoint
          ? { AWS_ENDPOINT_URL_REKOGNITION: props.config.rekognitionEndpoint }
          : {}),
        ...(tenantRole ? { TENANT_ROLE_ARN: tenantRole.role.roleArn } : {}),
        ...props.environment,
      },
    });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
    );
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray knows no resource but "*".',
    });
    acknowledge(this.fn, {
      'AwsSolutions-L1':
        'nodejs22.x is the newest long-term runtime that both the SDK and the laptop (Node 20 and later) are tested on.',
    });
  }
}
