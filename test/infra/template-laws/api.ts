import { expect, it } from 'vitest';
import { CLIENT_FUNCTIONS, ROUTES } from '../../../lambda/api/routes.ts';
import { scopesLetThrough } from '../../../lambda/platform/route.ts';
import type { StageTemplates } from '../../support/stage-templates.ts';
import type { Resource } from '../../support/synthesize.ts';

/** Laws of the API and of those who call it. */
export function lawsOfApi({ config, app, every }: StageTemplates): void {
  it('every route of the contract is a method behind the authorizer with the scopes of the contract', () => {
    const methods = app
      .of('AWS::ApiGateway::Method')
      .filter(({ properties }) => properties.HttpMethod !== 'OPTIONS');
    const isOpen = ({ properties }: Resource) => properties.AuthorizationType === 'NONE';
    // the routes without a token: public keys, which are for everybody, and those whose body is a secret
    expect(
      methods
        .filter(isOpen)
        .map(({ properties }) => properties.OperationName)
        .sort(),
    ).toEqual(['exchange-capture-link', 'list-signing-keys', 'repudiate-by-link']);
    const isForClients = ({ properties }: Resource) => properties.AuthorizationType === 'CUSTOM';
    const guarded = methods.filter((method) => !isOpen(method) && !isForClients(method));
    expect(guarded.map(({ properties }) => properties.OperationName).sort()).toEqual(
      Object.keys(ROUTES).sort(),
    );
    for (const { properties } of guarded) {
      const route = ROUTES[properties.OperationName as keyof typeof ROUTES];
      expect(properties.HttpMethod).toBe(route.method);
      expect(properties.AuthorizationType).toBe('COGNITO_USER_POOLS');
      expect(properties.AuthorizationScopes).toEqual(scopesLetThrough(route));
    }
  });

  it('every route of client tokens is a method behind one authorizer, whose answer is kept for five minutes', () => {
    const [authorizer, ...others] = app
      .of('AWS::ApiGateway::Authorizer')
      .filter(({ properties }) => properties.Type === 'REQUEST');
    expect(others).toEqual([]);
    expect(authorizer?.properties).toMatchObject({
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: 'method.request.header.Authorization',
    });
    const methods = app
      .of('AWS::ApiGateway::Method')
      .filter(({ properties }) => properties.AuthorizationType === 'CUSTOM');
    const routes = CLIENT_FUNCTIONS.flatMap((one) => one.routes);
    expect(methods.map(({ properties }) => properties.OperationName).sort()).toEqual(
      routes.map(({ name }) => name).sort(),
    );
    const calling = (operation: string) =>
      app.of('AWS::ApiGateway::Method').find(({ properties }) => properties.OperationName === operation)
        ?.properties;
    for (const { properties } of methods) {
      expect(properties.AuthorizerId).toEqual({ Ref: authorizer?.logicalId });
      const mirrored = calling(properties.OperationName.replace(/^client-/, ''));
      expect(properties.HttpMethod).toBe(mirrored.HttpMethod);
      expect(properties.Integration).toEqual(mirrored.Integration);
    }
  });

  it('the authorizer of client tokens reads public keys and nothing else', () => {
    const role = app
      .of('AWS::IAM::Policy')
      .filter(({ logicalId }) => logicalId.startsWith('ApiFunctionsClientSessionAuthorizer'));
    const actions = role.flatMap(({ properties }) =>
      properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    );
    expect(actions.filter((action: string) => !/^(logs|xray|ec2):/.test(action))).toEqual([
      'kms:GetPublicKey',
    ]);
  });

  it('the stage is throttled, traced, logged, and never logs bodies', () => {
    every('AWS::ApiGateway::Stage', ({ properties }) => {
      expect(properties.StageName).toBe('v1');
      expect(properties.TracingEnabled).toBe(true);
      expect(properties.AccessLogSetting.DestinationArn).toBeDefined();
      expect(JSON.parse(properties.AccessLogSetting.Format)).toMatchObject({
        subject: '$context.authorizer.claims.sub',
        client_id: '$context.authorizer.claims.client_id',
      });
      const [all, ...byCredential] = properties.MethodSettings;
      expect(byCredential).toMatchObject(
        ['/~1capture-links~1exchange', '/~1repudiations'].map((ResourcePath) => ({
          HttpMethod: 'POST',
          ResourcePath,
          DataTraceEnabled: false,
          MetricsEnabled: true,
          ThrottlingRateLimit: config.capture.exchangesPerSecond,
          ThrottlingBurstLimit: 2 * config.capture.exchangesPerSecond,
        })),
      );
      expect(all).toMatchObject({ DataTraceEnabled: false, ThrottlingRateLimit: expect.any(Number) });
    });
  });

  it('every answer of API Gateway itself is problem+json with a code', () => {
    every('AWS::ApiGateway::GatewayResponse', ({ logicalId, properties }) => {
      const parameters = properties.ResponseParameters;
      expect(parameters['gatewayresponse.header.Content-Type'], logicalId).toBe("'application/problem+json'");
      const body = JSON.parse(properties.ResponseTemplates['application/json']);
      expect(body).toMatchObject({
        title: expect.any(String),
        code: expect.stringMatching(/^[a-z_]+$/),
        request_id: '$context.requestId',
      });
      expect(String(body.status)).toBe(properties.StatusCode);
      // who is told to wait hears how long, and pages may read it
      const seconds = properties.StatusCode === '429' ? body.retry_after_seconds : undefined;
      expect(parameters['gatewayresponse.header.Retry-After'], logicalId).toBe(
        seconds === undefined ? undefined : `'${seconds}'`,
      );
      if (properties.StatusCode === '429') expect(seconds).toBeGreaterThan(0);
      expect(parameters['gatewayresponse.header.Access-Control-Expose-Headers']).toContain('Retry-After');
    });
  });

  it('the browser may start a liveness session and nothing else', () => {
    const role = app.of('AWS::IAM::Role').find(({ logicalId }) => logicalId.startsWith('LivenessClient'));
    expect(role?.properties.Policies).toHaveLength(1);
    expect(role?.properties.Policies[0].PolicyDocument.Statement).toEqual([
      { Action: 'rekognition:StartFaceLivenessSession', Effect: 'Allow', Resource: '*' },
    ]);
    expect(role?.properties.ManagedPolicyArns).toBeUndefined();
    const trusted = JSON.stringify(role?.properties.AssumeRolePolicyDocument);
    expect(trusted).toContain('ApiFunctionsLivenessApiRole');
  });

  it('no client lets a password travel, but for the accounts of the laptop', () => {
    every('AWS::Cognito::UserPoolClient', ({ logicalId, properties }) => {
      const flows: string[] = properties.ExplicitAuthFlows ?? [];
      const passwords = flows.filter((flow) => flow.includes('PASSWORD'));
      expect(passwords, logicalId).toEqual(
        config.stage === 'local' && !properties.GenerateSecret ? ['ALLOW_USER_PASSWORD_AUTH'] : [],
      );
    });
  });

  it('no end user can write the attribute that names the tenant', () => {
    const [pool] = app.of('AWS::Cognito::UserPool');
    const tenant = pool?.properties.Schema.find((attribute: { Name: string }) => attribute.Name === 'tenant');
    expect(tenant.Mutable).toBe(false);
    every('AWS::Cognito::UserPoolClient', ({ logicalId, properties }) => {
      if (properties.GenerateSecret) return;
      expect(properties.WriteAttributes, logicalId).not.toContain('custom:tenant');
    });
  });
}
