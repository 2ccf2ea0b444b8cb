import { createHash } from 'node:crypto';
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config.ts';
import { FaceCollections } from '../constructs/face-collections.ts';

/**
 * Number of stacks for collections, since a stack holds 500 resources. It must never change: a tenant that
 * moves to another stack would get its collections created a second time.
 */
export const COLLECTION_STACK_COUNT = 16;

/**
 * Returns the stack of a tenant's collections, 0 to 15:
 * by its name only, so that other tenants never move it.
 */
export function collectionStackOf(tenant: string): number {
  return createHash('sha256').update(tenant).digest().readUInt32BE(0) % COLLECTION_STACK_COUNT;
}

/**
 * Collections that CloudFormation creates at a time. CreateCollection has a quota of 5 calls per second in
 * every region by default (AWS General Reference, Amazon Rekognition endpoints and quotas), CloudFormation
 * starts all resources without dependencies at once, and one throttled creation fails the stack.
 */
export const CREATION_LANES = 4;

export interface CollectionsStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly tenants: readonly string[];
}

/** The Rekognition collections of some tenants. */
export class CollectionsStack extends Stack {
  constructor(scope: Construct, id: string, props: CollectionsStackProps) {
    super(scope, id, props);
    const collections = props.tenants.flatMap(
      (tenant) =>
        new FaceCollections(this, `Collections-${tenant}`, { config: props.config, tenant }).collections,
    );
    for (const [index, collection] of collections.entries()) {
      const before = collections[index - CREATION_LANES];
      if (before) collection.addDependency(before);
    }
  }
}

/** Creates one stack for every group with tenants. */
export function addCollectionsStacks(
  scope: Construct,
  prefix: string,
  props: StackProps & { readonly config: DeploymentConfig },
): CollectionsStack[] {
  const groups = new Map<number, string[]>();
  for (const { id } of props.config.tenants) {
    const group = collectionStackOf(id);
    groups.set(group, [...(groups.get(group) ?? []), id]);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(
      ([group, tenants]) =>
        new CollectionsStack(scope, `${prefix}-Collections-${group}`, { ...props, tenants }),
    );
}

/** Adds the same collections in the second region; does nothing if the deployment has none. */
export function addReplicaCollections(
  scope: Construct,
  prefix: string,
  props: StackProps & { readonly config: DeploymentConfig },
): CollectionsStack[] {
  const { secondRegion } = props.config;
  if (!secondRegion) return [];
  const env = { ...props.env, region: secondRegion.region };
  return addCollectionsStacks(scope, `${prefix}-Second`, { ...props, env });
}
