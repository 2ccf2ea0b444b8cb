import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TemplateResource } from '../emulator.ts';
import { AWS_MANAGED_POLICIES } from './managed-policies.ts';
import { type PolicyStatement, parsePolicy } from './policy.ts';

/** One role of the templates with all that is attached to it. */
export interface Role {
  /** `AROA...`, unlike the name never given out twice. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly trust: readonly PolicyStatement[];
  readonly identity: readonly PolicyStatement[];
  readonly boundary: readonly PolicyStatement[] | undefined;
  readonly maxSessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Longest session of a role that says nothing (API reference, `MaxSessionDuration`). */
const DEFAULT_SESSION_SECONDS = 3600;
const ID_LENGTH = 17;
const AWS_MANAGED = /^arn:[^:]+:iam::aws:policy\/(.+)$/;

const roleProperties = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.string().optional(),
  MaxSessionDuration: z.coerce.number().default(DEFAULT_SESSION_SECONDS),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});

/** Properties that AWS::IAM::Policy and AWS::IAM::ManagedPolicy share. */
const attachedPolicy = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()).default([]) });

/** Reads roles and the policies attached to them from the templates' resources; by ARN. */
export function readRoles(resources: readonly TemplateResource[]): ReadonlyMap<string, Role> {
  const policies = resources
    .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .map((resource) => {
      const { PolicyDocument, Roles } = attachedPolicy.parse(resource.properties);
      return { arn: resource.ref, roles: Roles, statements: parsePolicy(PolicyDocument, resource.logicalId) };
    });
  const byArn = new Map(policies.map(({ arn, statements }) => [arn, statements]));
  const managed = (arn: string, role: string): readonly PolicyStatement[] => {
    const actions = AWS_MANAGED_POLICIES[AWS_MANAGED.exec(arn)?.[1] ?? ''];
    const statements = actions ? [allowEverywhere(actions)] : byArn.get(arn);
    if (statements) return statements;
    throw new Error(
      `The role ${role} uses the policy ${arn}, which is neither in the templates nor in packages/local-aws/src/iam/managed-policies.ts. Add its document there.`,
    );
  };

  const roles = resources.filter(({ type }) => type === 'AWS::IAM::Role');
  return new Map(
    roles.map((resource) => {
      const role = readRole(resource, managed);
      const attached = policies.filter((policy) => policy.roles.includes(role.name));
      const identity = [...role.identity, ...attached.flatMap(({ statements }) => statements)];
      return [role.arn, { ...role, identity }];
    }),
  );
}

function readRole(
  { logicalId, ref, arn, properties }: TemplateResource,
  managed: (arn: string, role: string) => readonly PolicyStatement[],
): Role {
  if (arn === undefined) throw new Error(`The role ${logicalId} has no ARN.`);
  const parsed = roleProperties.parse(properties);
  return {
    id: `AROA${createHash('sha256').update(arn).digest('hex').slice(0, ID_LENGTH).toUpperCase()}`,
    name: ref,
    arn,
    trust: parsePolicy(parsed.AssumeRolePolicyDocument, `${logicalId} (trust)`),
    identity: [
      ...parsed.Policies.flatMap(({ PolicyName, PolicyDocument }) =>
        parsePolicy(PolicyDocument, `${logicalId}/${PolicyName}`),
      ),
      ...parsed.ManagedPolicyArns.flatMap((policy) => managed(policy, logicalId)),
    ],
    boundary:
      parsed.PermissionsBoundary === undefined ? undefined : managed(parsed.PermissionsBoundary, logicalId),
    maxSessionSeconds: parsed.MaxSessionDuration,
    tags: Object.fromEntries(parsed.Tags.map(({ Key, Value }) => [Key, Value])),
  };
}

const allowEverywhere = (actions: readonly string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action: [...actions],
  Resource: ['*'],
  Condition: {},
});
