import { type App, type Environment, type Stack, Tags } from 'aws-cdk-lib';
import type { DeploymentConfig } from '../config.ts';
import { addAuditStack } from './audit-stack.ts';
import { addCollectionsStacks, addReplicaCollections } from './collections-stack.ts';
import { DataStack } from './data-stack.ts';
import { addNetworkStack } from './network-stack.ts';
import { addReplicaStack } from './replica-stack.ts';
import { ServiceStack } from './service-stack.ts';
import { UpkeepStack } from './upkeep-stack.ts';

export interface AddStacksOptions {
  readonly config: DeploymentConfig;
  readonly env: Environment;
  /** False if the assets are not deployed to Lambda. */
  readonly imageLayer: boolean;
}

/** Adds every stack of a deployment to the app, with tags; the only place that lists the stacks. */
export function addStacks(app: App, { config, env, imageLayer }: AddStacksOptions): readonly Stack[] {
  const prefix = `FaceIdv-${config.stage}`;
  const replica = addReplicaStack(app, prefix, { env, config });
  const network = addNetworkStack(app, prefix, { env, config });
  const data = new DataStack(app, `${prefix}-Data`, { env, config, network: network?.functions });
  if (replica) data.addStackDependency(replica, 'the replica of the mapping table is encrypted with its key');
  const collections = addCollectionsStacks(app, prefix, { env, config });
  const replicas = addReplicaCollections(app, prefix, { env, config });
  const upkeep = new UpkeepStack(app, `${prefix}-Upkeep`, { env, config, data, imageLayer });
  const service = new ServiceStack(app, `${prefix}-Service`, { env, config, data, upkeep, imageLayer });
  const audit = addAuditStack(app, prefix, { env, config, data });
  for (const [key, value] of Object.entries(config.tags)) Tags.of(app).add(key, value);
  return [
    data,
    ...(network ? [network] : []),
    ...(replica ? [replica] : []),
    ...collections,
    ...replicas,
    upkeep,
    service,
    ...audit,
  ];
}
