import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lambda/api/functions.ts';
import { API_FUNCTIONS } from '../../lambda/api/routes.ts';
import { WARM_UP_EVENT } from '../../lambda/kernel/warm-up.ts';
import { REGISTRATION_TASKS } from '../../lambda/registration/contract.ts';
import { configOfStage, type DeploymentConfig, parseDeploymentConfig } from '../../lib/config.ts';
import { PERSON_FUNCTIONS } from '../../lib/warm.ts';
import { type Resource, synthesize } from '../support/synthesize.ts';

const withWarm = (warm: object, stage = 'dev'): DeploymentConfig =>
  parseDeploymentConfig({ ...configOfStage(stage), warm });

const SCHEDULE = withWarm({ mode: 'schedule' });
const PROVISIONED = withWarm({ mode: 'provisioned', instances: 3 });

const nameOf = ({ properties }: Resource): string | undefined =>
  properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME;

/** Names of the product's functions by logical id. */
const functionsOf = (config: DeploymentConfig): ReadonlyMap<string, string> =>
  new Map(
    synthesize(config)
      .of('AWS::Lambda::Function')
      .flatMap((resource) => {
        const name = nameOf(resource);
        return name === undefined ? [] : [[resource.logicalId, name]];
      }),
  );

const expected = [...PERSON_FUNCTIONS].sort();
/** People call them before or after a verification, which waits for neither. */
const NO_VERIFICATION: readonly string[] = ['consents-api', 'data-access-api'];
/** Comes before every function that an app without a user of the pool calls. */
const AUTHORIZER = 'client-session-authorizer';

describe('the functions that a person waits for', () => {
  it('are those whose routes people call, and the tasks before a decision', () => {
    const forPeople = API_FUNCTIONS.filter(({ routes }) =>
      routes.some(([, { scopes }]) => scopes.includes('self')),
    )
      .map(({ name }) => name)
      .filter((name) => !NO_VERIFICATION.includes(name));
    const before = Object.values(REGISTRATION_TASKS);
    expect(expected).toEqual([...new Set([...forPeople, ...before, AUTHORIZER])].sort());
    for (const name of expected) expect(FUNCTION_NAMES).toContain(name);
  });

  it('are not kept loaded by default', () => {
    const { of } = synthesize('dev');
    expect(of('AWS::Lambda::Alias')).toEqual([]);
    expect(JSON.stringify(of('AWS::Events::Rule'))).not.toContain('warm_up');
  });

  it.each([
    ['a schedule', SCHEDULE],
    ['provisioned instances', PROVISIONED],
  ])('break no security rule with %s', (_what, config) => {
    const { violations } = new AwsSolutionsChecks(synthesize(config).app).validateScope(
      synthesize(config).app,
    );
    expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
  });
});

describe('a schedule', () => {
  it('calls each of them every five minutes with an event that asks for nothing', () => {
    const { of } = synthesize(SCHEDULE);
    const rules = of('AWS::Events::Rule').filter(({ properties }) =>
      JSON.stringify(properties).includes('warm_up'),
    );
    const names = functionsOf(SCHEDULE);
    const called = rules.flatMap(({ properties }) => {
      expect(properties.ScheduleExpression).toBe('rate(5 minutes)');
      expect(properties.Targets.length).toBeLessThanOrEqual(5);
      return properties.Targets.map((target: { Arn: { 'Fn::GetAtt': [string] }; Input: string }) => {
        expect(JSON.parse(target.Input)).toEqual(WARM_UP_EVENT);
        return names.get(target.Arn['Fn::GetAtt'][0]);
      });
    });
    expect(called.sort()).toEqual(expected);
    const sources = JSON.stringify(
      of('AWS::Lambda::Permission').map(({ properties }) => properties.SourceArn),
    );
    for (const { logicalId } of rules) expect(sources).toContain(logicalId);
  });
});

describe('provisioned instances', () => {
  const { of } = synthesize(PROVISIONED);
  const names = functionsOf(PROVISIONED);
  const aliases = of('AWS::Lambda::Alias');
  const nameOfAlias = new Map(
    aliases.map(({ logicalId, properties }) => [logicalId, names.get(properties.FunctionName.Ref)]),
  );
  const aliasesIn = (value: unknown): string[] =>
    [...nameOfAlias].flatMap(([id, name = '']) => (JSON.stringify(value).includes(`"${id}"`) ? [name] : []));

  it('are of an alias of each', () => {
    expect([...nameOfAlias.values()].sort()).toEqual(expected);
    for (const { properties } of aliases)
      expect(properties.ProvisionedConcurrencyConfig).toEqual({ ProvisionedConcurrentExecutions: 3 });
  });

  it('serve every route of theirs, with a permission for the API', () => {
    const apis = expected.filter((name) => name.endsWith('-api'));
    expect(aliasesIn(of('AWS::ApiGateway::Method')).sort()).toEqual(apis);
    const permitted = of('AWS::Lambda::Permission').filter(
      ({ properties }) => properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(aliasesIn(permitted).sort()).toEqual([AUTHORIZER, ...apis].sort());
    expect(aliasesIn(of('AWS::ApiGateway::Authorizer'))).toEqual([AUTHORIZER]);
    const direct = [...names]
      .filter(([, name]) => (apis as readonly string[]).includes(name))
      .map(([id]) => id);
    for (const id of direct) expect(JSON.stringify(of('AWS::ApiGateway::Method'))).not.toContain(`"${id}"`);
  });

  it('serve every task of theirs, and the state machine may call them', () => {
    const machine = of('AWS::StepFunctions::StateMachine').find(({ logicalId }) =>
      logicalId.startsWith('Registration'),
    );
    const tasks = expected.filter((name) => !name.endsWith('-api') && name !== AUTHORIZER);
    expect(aliasesIn(machine).sort()).toEqual(tasks);
    const policy = of('AWS::IAM::Policy').find(({ logicalId }) =>
      logicalId.startsWith('RegistrationStateMachine'),
    );
    expect(aliasesIn(policy).sort()).toEqual(tasks);
  });
});

it.each(['schedule', 'provisioned'])('the laptop refuses "%s"', (mode) => {
  expect(() => withWarm({ mode }, 'local')).toThrow(
    `warm.mode: the laptop keeps its functions loaded by itself and has no "${mode}"`,
  );
});
