import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { configOfStage } from '../lib/config.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';

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

addStacks(app, {
  config,
  env: { region: config.region, ...(account ? { account } : {}) },
  imageLayer: imageLayer === 'build',
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
