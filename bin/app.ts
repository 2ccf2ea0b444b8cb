import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { configOfStage } from '../lib/config.ts';
import { addCollectionsStacks } from '../lib/stacks/collections-stack.ts';
import { DataStack } from '../lib/stacks/data-stack.ts';
import { ServiceStack } from '../lib/stacks/service-stack.ts';

/**
 * What the command line decides: `-c stage=prod`, and `-c image-layer=skip` where nothing is deployed to Lambda.
 * This file is the only reader of context and environment.
 */
const context = z.object({
  stage: z.string().default('dev'),
  imageLayer: z.enum(['build', 'skip']).default('build'),
});

const app = new App({ analyticsReporting: false });
const { stage, imageLayer } = context.parse({
  stage: app.node.tryGetContext('stage'),
  imageLayer: app.node.tryGetContext('image-layer'),
});
const config = configOfStage(stage);
const account = process.env.CDK_DEFAULT_ACCOUNT;
const env = { region: config.region, ...(account ? { account } : {}) };
const prefix = `FaceIdv-${config.stage}`;

const data = new DataStack(app, `${prefix}-Data`, { env, config });
addCollectionsStacks(app, prefix, { env, config });
new ServiceStack(app, `${prefix}-Service`, { env, config, data, imageLayer: imageLayer === 'build' });

for (const [key, value] of Object.entries(config.tags)) Tags.of(app).add(key, value);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
