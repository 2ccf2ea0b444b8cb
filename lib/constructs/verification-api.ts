import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  AwsIntegration,
  type CfnRestApi,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  IdentitySource,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  type ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  API_FUNCTIONS,
  type ApiFunctionName,
  CLIENT_FUNCTIONS,
  OPEN_FUNCTIONS,
  type OpenFunctionName,
} from '../../lambda/api/routes.ts';
import { scopesLetThrough } from '../../lambda/platform/route.ts';
import type { DeploymentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { gatewayProblems } from './gateway-problems.ts';
import { logSettings } from './log-settings.ts';
import { RequestModels } from './request-models.ts';
import { pascalCase } from './service-functions.ts';

export interface VerificationApiProps {
  readonly config: DeploymentConfig;
  /** Encrypts the access log where data is protected. */
  readonly key: IKey;
  readonly userPool: IUserPool;
  /** The functions that serve the routes, and the one that verifies client tokens. */
  readonly functions: Readonly<
    Record<ApiFunctionName | OpenFunctionName | 'client-session-authorizer', IFunction>
  >;
}

/**
 * How long API Gateway keeps the authorizer's answer to a client token, for all routes: as long as a session
 * usually takes. The functions ask at every request whether the session is still open.
 */
const CLIENT_ANSWER_KEPT = Duration.minutes(5);

/** Settings of every method; one with a throttle of its own does not take those of the stage. */
const METHOD_SETTINGS = {
  metricsEnabled: true,
  loggingLevel: MethodLoggingLevel.ERROR,
  // request and response bodies contain data of people, which must never be traced into a log
  dataTraceEnabled: false,
} as const;
/** The routes that anybody may call and that read a table. */
const BY_CREDENTIAL = ['/capture-links/exchange/POST', '/repudiations/POST'];

/** The stage's name is the version in the URL. */
const API_VERSION = 'v1';

/**
 * Headers that browsers may send: the token, the body's type, the key that makes a POST safe to repeat, why
 * an operator does something, tracing.
 */
const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'Audit-Reason',
  'X-Amzn-Trace-Id',
];
/** Headers that a page may read. */
const EXPOSED_HEADERS = ['Idempotent-Replayed', 'Retry-After', 'X-Request-Id'];

/**
 * The REST API: one method per route of the contract, each behind a token with the right scope but for the
 * open ones.
 */
export class VerificationApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: VerificationApiProps) {
    super(scope, id);
    const { config } = props;
    const accessLog = new LogGroup(this, 'AccessLog', logSettings(config, props.key));
    this.api = new RestApi(this, 'RestApi', {
      restApiName: `face-idv-${config.stage}`,
      description: `Face and liveness verification (${config.stage})`,
      endpointTypes: [EndpointType.REGIONAL],
      // access logs need the account's role for API Gateway, which a new account lacks
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: API_VERSION,
        throttlingRateLimit: config.api.rateLimitPerSecond,
        throttlingBurstLimit: config.api.burstLimit,
        tracingEnabled: true,
        ...METHOD_SETTINGS,
        methodOptions: Object.fromEntries(
          BY_CREDENTIAL.map((route) => [
            route,
            {
              ...METHOD_SETTINGS,
              throttlingRateLimit: config.capture.exchangesPerSecond,
              throttlingBurstLimit: Math.ceil(2 * config.capture.exchangesPerSecond),
            },
          ]),
        ),
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLogFormat(),
      },
      defaultCorsPreflightOptions: {
        allowOrigins: config.api.allowedOrigins,
        allowHeaders: ALLOWED_HEADERS,
        allowMethods: ['GET', 'POST', 'DELETE'],
        exposeHeaders: EXPOSED_HEADERS,
        maxAge: Duration.hours(1),
      },
    });
    // the default of a regional API still accepts TLS 1.0 (whitepaper 9.1)
    (this.api.node.defaultChild as CfnRestApi).securityPolicy = 'TLS_1_2';
    this.addMethods(props);
    this.addProblems(config);
    acknowledge(this.api, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'API Gateway accepts the account-wide logging role only with this managed policy.',
      'AwsSolutions-APIG3':
        'A web ACL is the decision of the account: associate the one of your organization with this stage.',
      'AwsSolutions-APIG2':
        'Bodies are validated by models made from the contract, and again by the functions, which report what is wrong.',
      'AwsSolutions-APIG4':
        'Browsers send the preflight OPTIONS methods without a token, public keys are for everybody, and the secret of a link is its credential.',
      'AwsSolutions-COG4':
        'Browsers send the preflight OPTIONS methods without a token, public keys are for everybody, and the secret of a link is its credential.',
    });
  }

  private addMethods({ functions, userPool }: VerificationApiProps): void {
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [userPool] });
    const models = new RequestModels(this, 'Models', { api: this.api });
    const clientAuthorizer = new RequestAuthorizer(this, 'ClientAuthorizer', {
      handler: functions['client-session-authorizer'],
      identitySources: [IdentitySource.header('Authorization')],
      resultsCacheTtl: CLIENT_ANSWER_KEPT,
    });
    const integrations = new Map<string, AwsIntegration>();
    for (const { name, routes } of API_FUNCTIONS) {
      const integration = this.integrate(name, functions[name]);
      integrations.set(name, integration);
      for (const [operationName, route] of routes) {
        const { method, path } = route;
        this.api.root.resourceForPath(path).addMethod(method, integration, {
          authorizer,
          authorizationType: AuthorizationType.COGNITO,
          authorizationScopes: scopesLetThrough(route),
          operationName,
          ...models.of(operationName),
        });
      }
    }
    for (const { name, routes } of CLIENT_FUNCTIONS) {
      for (const { name: operationName, mirrors, route, path } of routes)
        this.api.root.resourceForPath(path).addMethod(route.method, integrations.get(name), {
          authorizer: clientAuthorizer,
          authorizationType: AuthorizationType.CUSTOM,
          operationName,
          ...models.of(mirrors),
        });
    }
    for (const { name, routes } of OPEN_FUNCTIONS) {
      const integration = this.integrate(name, functions[name]);
      for (const [operationName, { method, path }] of routes)
        this.api.root
          .resourceForPath(path)
          .addMethod(method, integration, { authorizationType: AuthorizationType.NONE, operationName });
    }
  }

  /**
   * A proxy to a function, with one permission for all methods of the stage: LambdaIntegration adds two per
   * method, and some 25 routes would exceed the 20 KB of a function's policy.
   */
  private integrate(name: string, fn: IFunction): AwsIntegration {
    // beside the API and not beside the function, whose stack need not know the API
    new CfnPermission(this, `Calls${pascalCase(name)}`, {
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      functionName: fn.functionArn,
      sourceArn: this.api.arnForExecuteApi('*', '/*', API_VERSION),
    });
    return new AwsIntegration({
      proxy: true,
      service: 'lambda',
      path: `2015-03-31/functions/${fn.functionArn}/invocations`,
    });
  }

  /** Makes API Gateway's own responses look like all others: application/problem+json with a code. */
  private addProblems({ api, problemBaseUrl }: DeploymentConfig): void {
    const origin =
      api.allowedOrigins.length === 1 ? `'${api.allowedOrigins[0]}'` : 'method.request.header.origin';
    for (const problem of gatewayProblems(problemBaseUrl)) {
      this.api.addGatewayResponse(problem.id, {
        type: problem.type as ResponseType,
        statusCode: String(problem.status),
        responseHeaders: {
          'Content-Type': "'application/problem+json'",
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Expose-Headers': `'${EXPOSED_HEADERS.join(',')}'`,
          ...problem.headers,
        },
        templates: { 'application/json': problem.template },
      });
    }
  }
}

/** One line of JSON per request: who (person and client), what, how long, how it ended. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      request_id: AccessLogField.contextRequestId(),
      time: AccessLogField.contextRequestTime(),
      method: AccessLogField.contextHttpMethod(),
      resource: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      latency_ms: AccessLogField.contextResponseLatency(),
      integration_latency_ms: AccessLogField.contextIntegrationLatency(),
      response_bytes: AccessLogField.contextResponseLength(),
      subject: AccessLogField.contextAuthorizerClaims('sub'),
      client_id: AccessLogField.contextAuthorizerClaims('client_id'),
      session_id: AccessLogField.contextAuthorizer('session_id'),
      error: AccessLogField.contextErrorResponseType(),
    }),
  );
}
