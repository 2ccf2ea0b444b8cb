import { type App, type Environment, type Stack, Tags } from 'aws-cdk-lib';
import type { DeploymentConfig } from '../config.ts';
import { addAuditStack } from './audit-stack.ts';
import { addCollectionsStacks, addReplicaCollections } from './collections-stack.ts';
import { CompanyStack } from './company-stack.ts';
import { DataStack } from './data-stack.ts';
import { EventsStack } from './events-stack.ts';
import { addNetworkStack } from './network-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { OperatorsStack } from './operators-stack.ts';
import { addReplicaStack } from './replica-stack.ts';
import { RightsStack } from './rights-stack.ts';
import { ServiceStack } from './service-stack.ts';
import { UpkeepStack } from './upkeep-stack.ts';
import { addWebStacks } from './web-stack.ts';

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
  const company = new CompanyStack(app, `${prefix}-Company`, { env, config, data });
  const rights = new RightsStack(app, `${prefix}-Rights`, { env, config, data, upkeep });
  const operators = new OperatorsStack(app, `${prefix}-Operators`, {
    env,
    config,
    data,
    upkeep,
    company,
    rights,
    imageLayer,
  });
  const service = new ServiceStack(app, `${prefix}-Service`, {
    env,
    config,
    data,
    upkeep,
    operators,
    imageLayer,
  });
  const events = new EventsStack(app, `${prefix}-Events`, { env, config, data, upkeep, service });
  const operations = new OperationsStack(app, `${prefix}-Operations`, {
    env,
    config,
    service,
    events,
    upkeep,
    rights,
    company,
    topic: data.alarmTopic,
  });
  const audit = addAuditStack(app, prefix, { env, config, data });
  const web = addWebStacks(app, prefix, { env, config, data, service });
  for (const [key, value] of Object.entries(config.tags)) Tags.of(app).add(key, value);
  return [
    data,
    ...(network ? [network] : []),
    ...(replica ? [replica] : []),
    ...collections,
    ...replicas,
    upkeep,
    company,
    rights,
    operators,
    service,
    events,
    operations,
    ...audit,
    ...web,
  ];
}
