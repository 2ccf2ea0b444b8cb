import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { configOfStage, parseDeploymentConfig } from '../../lib/config.ts';
import { aStage, type Synthesized, synthesize } from '../support/synthesize.ts';

const TRIGGERS = [
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'PreTokenGenerationConfig',
];

const poolOf = (app: Synthesized) => app.of('AWS::Cognito::UserPool')[0]?.properties;
const endUserClientOf = (app: Synthesized) =>
  app.of('AWS::Cognito::UserPoolClient').find(({ properties }) => !properties.GenerateSecret)?.properties;
const functionNamed = (app: Synthesized, name: string) =>
  app
    .of('AWS::Lambda::Function')
    .find(({ properties }) => properties.Environment?.Variables.POWERTOOLS_SERVICE_NAME === name);

describe('sign-ins by face', () => {
  const on = synthesize(aStage('prod', { faceLogin: 'second_factor' }));
  const off = synthesize('prod');

  it('add nothing where no tenant has them', () => {
    expect(Object.keys(poolOf(off).LambdaConfig)).not.toContain('DefineAuthChallenge');
    expect(endUserClientOf(off).ExplicitAuthFlows).not.toContain('ALLOW_CUSTOM_AUTH');
    expect(endUserClientOf(off)).not.toHaveProperty('AuthSessionValidity');
    expect(functionNamed(off, 'require-face-login')).toBeUndefined();
    expect(functionNamed(off, 'add-token-claims')).toBeDefined();
  });

  it('have the triggers of the pool, which may call each of them, and five minutes to answer', () => {
    const { LambdaConfig } = poolOf(on);
    expect(Object.keys(LambdaConfig)).toEqual(expect.arrayContaining(TRIGGERS));
    const called = TRIGGERS.map((name) => LambdaConfig[name].LambdaArn ?? LambdaConfig[name]);
    const permitted = on
      .of('AWS::Lambda::Permission')
      .filter(({ properties }) => properties.Principal === 'cognito-idp.amazonaws.com')
      .map(({ properties }) => properties.FunctionName);
    for (const fn of called) expect(permitted).toContainEqual(fn);
    const client = endUserClientOf(on);
    expect(client.ExplicitAuthFlows).toContain('ALLOW_CUSTOM_AUTH');
    expect(client.ExplicitAuthFlows).not.toContain('ALLOW_USER_PASSWORD_AUTH');
    expect(client).toMatchObject({ AuthSessionValidity: 5, PreventUserExistenceErrors: 'ENABLED' });
    expect(functionNamed(on, 'add-token-claims')).toBeUndefined();
  });

  it('end within the five seconds that Cognito waits, and only one of the functions signs', () => {
    const names = [
      'define-auth-challenge',
      'create-auth-challenge',
      'verify-auth-challenge',
      'require-face-login',
    ];
    for (const name of names) expect(functionNamed(on, name)?.properties.Timeout, name).toBe(5);
    const signing = on
      .of('AWS::IAM::Policy')
      .filter(({ properties }) => JSON.stringify(properties.PolicyDocument).includes('kms:Sign'))
      .filter(({ stack }) => stack.endsWith('-Data'));
    expect(signing).toHaveLength(1);
    expect(signing[0]?.logicalId).toContain('CreateAuthChallenge');
  });

  it('keep the security rules', () => {
    expect(new AwsSolutionsChecks(on.app).validateScope(on.app).violations).toEqual([]);
  });

  it('are refused for a tenant whose shard key a sign-in does not know', () => {
    const config = {
      ...configOfStage('dev'),
      tenants: [{ id: 'demo', faceLogin: 'only_factor' }],
      generations: {
        default: [
          {
            generation: 'g1',
            shards: 4,
            shard_key: { kind: 'attribute', attribute: 'country' },
            vectors: 'face',
          },
        ],
        tenants: {},
      },
    };
    expect(() => parseDeploymentConfig(config)).toThrow(/tenants\.0\.faceLogin: tenant "demo"/);
    const withoutFaces = { ...config, tenants: [{ id: 'demo' }] };
    expect(parseDeploymentConfig(withoutFaces).tenants).toMatchObject([{ faceLogin: 'off' }]);
  });
});
