import { beforeAll, describe, expect, it } from 'vitest';
import { type Synthesized, synthesize } from '../support/synthesize.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: { readonly AWS?: unknown };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const TAG = `\${aws:PrincipalTag/tenant}`;
const actionsOf = ({ Action }: Statement) => [Action].flat();
const isData = (statement: Statement) =>
  actionsOf(statement).some((action) => /^(dynamodb|s3):/.test(action)) ||
  (actionsOf(statement).some((action) => action.startsWith('rekognition:')) && statement.Resource !== '*');

describe('roles of tenants', () => {
  let app: Synthesized;
  beforeAll(() => {
    app = synthesize('dev');
  });
  const functions = () =>
    app.of('AWS::Lambda::Function').filter(({ properties }) => properties.Environment?.Variables.STAGE);
  const tenantRoles = () =>
    app.of('AWS::IAM::Role').filter(({ properties }) => properties.Policies?.[0]?.PolicyName === 'Tenant');
  const roleOf = (fn: { readonly properties: { readonly Role: { 'Fn::GetAtt': readonly string[] } } }) =>
    fn.properties.Role['Fn::GetAtt'][0];

  it("no function's own role reaches a table, bucket or collection of tenants", () => {
    const own = new Set(functions().map((fn) => roleOf(fn as never)));
    const policies = app
      .of('AWS::IAM::Policy')
      .filter(({ properties }) => properties.Roles.some((role: { Ref: string }) => own.has(role.Ref)));
    expect(policies.length).toBeGreaterThan(25);
    for (const { logicalId, properties } of policies) {
      for (const statement of (properties.PolicyDocument.Statement as Statement[]).filter(isData)) {
        const limiter = statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
        const allowed =
          JSON.stringify(limiter) === '["limiter#*"]' ||
          limiter === 'limiter#*' ||
          JSON.stringify(statement.Resource).endsWith('.MODEL-PROBE"]]}') ||
          // a stream is read as a whole; its functions are given the records that are events
          (/^(EventsPublishEvents|LedgerFunctionsChainLedger)/.test(logicalId) &&
            /StreamArn|^"\*"$/.test(JSON.stringify(statement.Resource)));
        expect(allowed, `${logicalId}: ${JSON.stringify(statement)}`).toBe(true);
      }
    }
  });

  it("every statement of a tenant role on data names the tenant's tag", () => {
    expect(tenantRoles().length).toBeGreaterThan(25);
    for (const { logicalId, properties } of tenantRoles()) {
      for (const statement of (properties.Policies[0].PolicyDocument.Statement as Statement[]).filter(
        isData,
      )) {
        expect(JSON.stringify([statement.Resource, statement.Condition]), logicalId).toContain(TAG);
        if (actionsOf(statement).some((action) => action.startsWith('dynamodb:'))) {
          expect(actionsOf(statement)).not.toContain('dynamodb:Scan');
          expect(statement.Condition?.Null, logicalId).toEqual({ 'dynamodb:LeadingKeys': 'false' });
        }
      }
    }
  });

  it('a tenant role trusts its own function alone, and only with the one tag', () => {
    for (const { logicalId, properties } of tenantRoles()) {
      const users = functions().filter(
        (fn) => fn.properties.Environment.Variables.TENANT_ROLE_ARN?.['Fn::GetAtt'][0] === logicalId,
      );
      expect(users, logicalId).toHaveLength(1);
      const statements: Statement[] = properties.AssumeRolePolicyDocument.Statement;
      for (const { Principal, Condition } of statements) {
        expect(Principal, logicalId).toEqual({ AWS: { 'Fn::GetAtt': [roleOf(users[0] as never), 'Arn'] } });
        expect(Condition?.StringLike).toEqual({ 'aws:RequestTag/tenant': '?*' });
        expect(Condition?.['ForAllValues:StringEquals']).toEqual({ 'aws:TagKeys': ['tenant'] });
      }
      expect(statements.flatMap(actionsOf).sort()).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    }
  });

  it('no role changes or deletes audit entries: functions with routes add them, one of them reads them, and so does the check of what has expired', () => {
    const actionsByRole = tenantRoles()
      .map(({ logicalId, properties }) => {
        const statements = properties.Policies[0].PolicyDocument.Statement as Statement[];
        const onAudit = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('TablesAudit'));
        return { logicalId, actions: [...new Set(onAudit.flatMap(actionsOf))].sort() };
      })
      .filter(({ actions }) => actions.length > 0);
    const [readers, writers] = [
      actionsByRole.filter(({ actions }) => actions.includes('dynamodb:Query')),
      actionsByRole.filter(({ actions }) => !actions.includes('dynamodb:Query')),
    ];
    expect(readers.map(({ actions }) => actions).sort()).toEqual([
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      ['dynamodb:Query'],
    ]);
    expect(writers.length).toBeGreaterThan(7);
    for (const { logicalId, actions } of writers) expect(actions, logicalId).toEqual(['dynamodb:PutItem']);
  });

  it('no role changes or deletes entries of the ledger, or their seals: one adds them, and one seals', () => {
    const granted = tenantRoles().flatMap(({ logicalId, properties }) =>
      (properties.Policies[0].PolicyDocument.Statement as Statement[])
        .filter(({ Resource }) => /TablesLedger|LedgerSeals/.test(JSON.stringify(Resource)))
        .map((statement) => [logicalId.replace(/TenantRole.*/, ''), ...actionsOf(statement).sort()]),
    );
    expect(granted.sort()).toEqual([
      ['LedgerFunctionsChainLedger', 'dynamodb:GetItem', 'dynamodb:PutItem'],
      ['LedgerFunctionsChainLedger', 's3:PutObject'],
      ['LedgerFunctionsSealLedger', 'dynamodb:GetItem'],
      ['LedgerFunctionsSealLedger', 's3:PutObject'],
    ]);
  });

  it('every function with routes counts the calls of its tenant, in rows of that alone', () => {
    const keys = JSON.stringify([`${TAG}#callers#*`]);
    const counting = tenantRoles().filter(({ properties }) =>
      (properties.Policies[0].PolicyDocument.Statement as Statement[]).some(
        (statement) =>
          JSON.stringify(actionsOf(statement)) === '["dynamodb:UpdateItem"]' &&
          JSON.stringify(
            [statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']].flat(),
          ) === keys,
      ),
    );
    const serving = functions().filter(({ properties }) => properties.Environment.Variables.CALL_LIMITS);
    expect(serving.length).toBeGreaterThan(8);
    expect(counting).toHaveLength(serving.length);
  });

  it('a bucket is read for the tenant alone that imports from it, below its prefix', () => {
    const statements = synthesize('local')
      .of('AWS::IAM::ManagedPolicy')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement as Statement[])
      .filter(({ Resource }) => JSON.stringify(Resource).includes('demo-archive'));
    const ofDemo = { StringEquals: { 'aws:PrincipalTag/tenant': 'demo' } };
    expect(statements).toHaveLength(2);
    expect(JSON.stringify(statements[0]?.Resource)).toContain(':s3:::demo-archive/people/*');
    expect(statements[0]?.Condition).toEqual(ofDemo);
    expect(statements[1] && actionsOf(statements[1])).toEqual(['s3:ListBucket']);
    expect(statements[1]?.Condition).toEqual({ ...ofDemo, StringLike: { 's3:prefix': 'people/*' } });
  });

  it('keys are listed of the own tenant alone', () => {
    const lists = tenantRoles()
      .flatMap(({ properties }) => properties.Policies as { PolicyDocument: { Statement: Statement[] } }[])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter((statement) => actionsOf(statement).includes('s3:ListBucket'))
      .filter(({ Resource }) => !JSON.stringify(Resource).includes('demo-archive'));
    expect(lists.length).toBeGreaterThan(5);
    for (const { Condition } of lists)
      expect(Condition).toEqual({ StringLike: { 's3:prefix': `\${aws:PrincipalTag/tenant}/*` } });
  });
});
