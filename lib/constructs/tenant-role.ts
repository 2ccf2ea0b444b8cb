import {
  ArnPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TENANT_TAG } from '../../lambda/kernel/tenancy.ts';
import { acknowledge } from './acknowledge.ts';
import type { GrantedAccess } from './granted-access.ts';
import { ImportPolicies } from './import-policies.ts';

export interface TenantRoleProps {
  /** The function that works for tenants. */
  readonly name: string;
  /** Its own role, the only one that may assume this one. */
  readonly assumedBy: Role;
  readonly access: GrantedAccess;
}

/**
 * Permissions of one function for one tenant. It assumes this role with the tenant as session tag, and every
 * statement is limited by that tag: IAM refuses a function that mixes up tenants.
 */
export class TenantRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { name, assumedBy, access }: TenantRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: `Runs ${name} for the tenant of its session tag`,
      assumedBy: new PrincipalWithConditions(new SessionTagsPrincipal(new ArnPrincipal(assumedBy.roleArn)), {
        StringLike: { [`aws:RequestTag/${TENANT_TAG}`]: '?*' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [TENANT_TAG] },
      }),
      inlinePolicies: { Tenant: new PolicyDocument({ statements: [...access.ofTenant] }) },
    });
    new ImportPolicies(this, 'Imports', { role: this.role, statements: access.ofImports });
    acknowledge(this, access.acknowledged);
    assumedBy.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        resources: [this.role.roleArn],
      }),
    );
  }
}
