import { Tags } from 'aws-cdk-lib';
import { CfnCollection } from 'aws-cdk-lib/aws-rekognition';
import { Construct } from 'constructs';
import { generationsOf } from '../../lambda/collections/contract.ts';
import { collectionId } from '../../lambda/kernel/tenancy.ts';
import type { DeploymentConfig } from '../config.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface FaceCollectionsProps {
  readonly config: DeploymentConfig;
  readonly tenant: string;
}

/**
 * The shards of one tenant's generations, each a Rekognition collection (whitepaper 5.2 to 5.4). Where data
 * is protected they are retained: a changed id replaces the resource, and CloudFormation would delete every
 * face in it.
 */
export class FaceCollections extends Construct {
  /** In the order of the config. */
  readonly collections: readonly CfnCollection[];

  constructor(scope: Construct, id: string, { config, tenant }: FaceCollectionsProps) {
    super(scope, id);
    const collections: CfnCollection[] = [];
    for (const { generation, shards } of generationsOf(config.generations, tenant)) {
      for (let shard = 0; shard < shards; shard += 1) {
        const collection = new CfnCollection(this, `${idPrefixOf(generation)}Shard${shard}`, {
          collectionId: collectionId(config.collectionPrefix, tenant, generation, shard),
        });
        collection.applyRemovalPolicy(removalPolicyOf(config));
        Tags.of(collection).add('tenant', tenant);
        Tags.of(collection).add('generation', generation);
        Tags.of(collection).add('shard', String(shard));
        collections.push(collection);
      }
    }
    this.collections = collections;
  }
}

/**
 * The generation deployed before several were supported: a changed logical id would replace its collections.
 */
const FIRST_GENERATION = 'g1';

/** Logical ids use the name of the generation, so that another order in the config changes nothing. */
const idPrefixOf = (generation: string): string => (generation === FIRST_GENERATION ? '' : `${generation}-`);
