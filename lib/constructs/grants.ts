import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { TENANT_TAG } from '../../lambda/kernel/tenancy.ts';
import { LIST_OBJECTS, LIST_VERSIONS } from '../../lambda/platform/access.ts';

/** The tenant in the role's session tag, which IAM inserts at every request. */
export const OF_TENANT = `\${aws:PrincipalTag/${TENANT_TAG}}`;
/** The same in the notation of the security rules. */
export const FOUND_OF_TENANT = `<aws:PrincipalTag/${TENANT_TAG}>`;

const QUERY = 'dynamodb:Query';

export interface Target {
  readonly resource: string;
  /** Pattern of the allowed partition keys. */
  readonly keys?: string;
  /** Pattern of the keys that may be listed. */
  readonly prefix?: string;
  /** The only allowed tenant; without it, the resource itself names the tenant. */
  readonly tenant?: string;
  /**
   * A wildcard resource in the notation of the security rules,
   * and why it is acceptable; absent without a wildcard.
   */
  readonly finding?: string;
  readonly reason?: string;
}

export interface Grant extends Target {
  readonly actions: ReadonlySet<string>;
}

export const statementOf = ({ actions, resource, keys, prefix, tenant }: Grant): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [resource],
    conditions: {
      // a request without keys would satisfy "for all values"
      ...(keys
        ? {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          }
        : {}),
      ...(prefix ? { StringLike: { 's3:prefix': prefix } } : {}),
      ...(tenant ? { StringEquals: { [`aws:PrincipalTag/${TENANT_TAG}`]: tenant } } : {}),
    },
  });

/** A table, with or without replicas in other regions. */
export type GrantedTable = IConstruct & { readonly tableArn: string };

/** Queries may use the indexes, all other actions only the table. All partition keys contain the tenant. */
export function tableGrants(
  table: GrantedTable,
  actions: readonly string[] | undefined,
  named: Named,
): Grant[] {
  const keys = `${OF_TENANT}#*`;
  return [
    ...grant(actions, { resource: table.tableArn, keys }),
    ...grant(
      actions?.filter((action) => action === QUERY),
      {
        resource: `${table.tableArn}/index/*`,
        keys,
        finding: `${named(table, table.tableArn)}/index/*`,
        reason:
          'Every index of the table holds the same items as the table, which the function may query anyway.',
      },
    ),
  ];
}

/** Actions on a bucket, which answer with keys below a prefix. */
const LISTS: readonly string[] = [LIST_OBJECTS, LIST_VERSIONS];

/** Objects are granted by their keys, a list of them by the prefix that it asks for. */
export function imageGrants(bucket: IBucket, actions: readonly string[] | undefined, named: Named): Grant[] {
  const lists = actions?.filter((action) => LISTS.includes(action)) ?? [];
  const onObjects = actions?.filter((action) => !LISTS.includes(action)) ?? [];
  return [
    ...(onObjects.length > 0 ? grant(onObjects, imagesOf(bucket, named)) : []),
    ...(lists.length > 0 ? grant(lists, { resource: bucket.bucketArn, prefix: `${OF_TENANT}/*` }) : []),
  ];
}

const imagesOf = (bucket: IBucket, named: Named): Target => ({
  resource: bucket.arnForObjects(`${OF_TENANT}/*`),
  finding: `${named(bucket, bucket.bucketArn)}/${FOUND_OF_TENANT}/*`,
  reason: "Keys begin with the tenant; these are one tenant's images, and the bucket holds nothing else.",
});

export function grant(actions: readonly string[] = [], target: Target): Grant[] {
  return actions.length === 0 ? [] : [{ actions: new Set(actions), ...target }];
}

/** Returns how the security rules write a resource attribute that a policy contains. */
export type Named = (producer: IConstruct, attribute: string) => string;

export function nameIn(consumer: Stack, producer: IConstruct, attribute: string): string {
  const stack = Stack.of(producer);
  if (stack === consumer) {
    const { 'Fn::GetAtt': path } = stack.resolve(attribute) as { readonly 'Fn::GetAtt': readonly string[] };
    return `<${path.join('.')}>`;
  }
  const imported = stack.resolve(stack.exportValue(attribute)) as { readonly 'Fn::ImportValue': string };
  return imported['Fn::ImportValue'];
}
