import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { lateCheckMode } from '../lambda/late-check/contract.ts';
import { configOfStage, type DeploymentConfig, InvalidConfig } from '../lib/config.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';

/**
 * Command-line options: `-c stage=prod`, `-c image-layer=skip` if nothing is deployed to Lambda,
 * `-c rekognition-endpoint=http://...` if the functions use another Rekognition, and
 * `-c second-region=eu-central-1` or `-c late-check=all` to try what the stage's config lacks.
 * `-c alarm-target=` names who receives the alarms, and `-c first-deployment=true` leaves out the
 * protection from deletion that would keep a failed first deployment from being rolled back. This file is
 * the only reader of context and environment.
 */
const context = z.object({
  stage: z.string().default('dev'),
  imageLayer: z.enum(['build', 'skip']).default('build'),
  rekognitionEndpoint: z.string().optional(),
  secondRegion: z.string().optional(),
  lateCheck: lateCheckMode.optional(),
  alarmTarget: z.string().optional(),
  firstDeployment: z.enum(['true', 'false']).default('false'),
});

const app = new App({ analyticsReporting: false });

/** Reads what the command line says. @throws InvalidConfig */
function readContext(): z.infer<typeof context> {
  const parsed = context.safeParse({
    stage: app.node.tryGetContext('stage'),
    imageLayer: app.node.tryGetContext('image-layer'),
    rekognitionEndpoint: app.node.tryGetContext('rekognition-endpoint'),
    secondRegion: app.node.tryGetContext('second-region'),
    alarmTarget: app.node.tryGetContext('alarm-target'),
    firstDeployment: app.node.tryGetContext('first-deployment'),
    lateCheck: app.node.tryGetContext('late-check'),
  });
  if (parsed.success) return parsed.data;
  throw new InvalidConfig(`the options of -c are invalid:\n${z.prettifyError(parsed.error)}`);
}

function readConfig(): { readonly config: DeploymentConfig; readonly imageLayer: 'build' | 'skip' } {
  const { stage, imageLayer, rekognitionEndpoint, secondRegion, lateCheck, alarmTarget, firstDeployment } =
    readContext();
  const config = configOfStage(stage, {
    firstDeployment: firstDeployment === 'true',
    ...(alarmTarget ? { alarmTarget } : {}),
    ...(rekognitionEndpoint ? { rekognitionEndpoint } : {}),
    ...(secondRegion ? { secondRegion: { region: secondRegion } } : {}),
    ...(lateCheck ? { consistency: { late_check: lateCheck } } : {}),
  });
  return { config, imageLayer };
}

/** Prints only what is wrong; the trace of a crash would bury it. */
function exitWith(error: unknown): never {
  if (!(error instanceof InvalidConfig)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function readOrExit(): ReturnType<typeof readConfig> {
  try {
    return readConfig();
  } catch (error) {
    return exitWith(error);
  }
}

const { config, imageLayer } = readOrExit();
const account = process.env.CDK_DEFAULT_ACCOUNT;

addStacks(app, {
  config,
  env: { region: config.region, ...(account ? { account } : {}) },
  imageLayer: imageLayer === 'build',
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
