import { Tags } from 'aws-cdk-lib';
import { CfnCollection } from 'aws-cdk-lib/aws-rekognition';
import { Construct } from 'constructs';
import { galleriesOf } from '../../lambda/collections/contract.ts';
import { collectionId, generationOfCollection, listOfCollection } from '../../lambda/kernel/tenancy.ts';
import type { DeploymentConfig } from '../config.ts';
import { withWatchlists } from '../watchlists.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface FaceCollectionsProps {
  readonly config: DeploymentConfig;
  readonly tenant: string;
}

/**
 * The shards of one tenant's generations, and its watchlists in each of them: Rekognition collections
 * (whitepaper 5.2 to 5.4). Where data is protected they are retained: a changed id replaces the resource, and
 * CloudFormation would delete every face in it.
 */
export class FaceCollections extends Construct {
  /** In the order of the config. */
  readonly collections: readonly CfnCollection[];

  constructor(scope: Construct, id: string, { config, tenant }: FaceCollectionsProps) {
    super(scope, id);
    const collections: CfnCollection[] = [];
    for (const { generation, shards } of galleriesOf(withWatchlists(config), tenant)) {
      for (let shard = 0; shard < shards; shard += 1) {
        const name = collectionId(config.collectionPrefix, tenant, generation, shard);
        const list = listOfCollection(name);
        const collection = new CfnCollection(this, `${idPrefixOf(generation)}Shard${shard}`, {
          collectionId: name,
        });
        collection.applyRemovalPolicy(removalPolicyOf(config));
        Tags.of(collection).add('tenant', tenant);
        Tags.of(collection).add('generation', generationOfCollection(name));
        if (list !== undefined) Tags.of(collection).add('watchlist', list);
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
