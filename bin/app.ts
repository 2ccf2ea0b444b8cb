import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { faceLoginMode } from '../lambda/face-login/contract.ts';
import { lateCheckMode } from '../lambda/late-check/contract.ts';
import { configOfStage, type DeploymentConfig, InvalidConfig } from '../lib/config.ts';
import { keepBundlesIn } from '../lib/constructs/handler-code.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';
import { MissingSite } from '../lib/web.ts';

/**
 * Command-line options: `-c stage=prod`, `-c image-layer=skip` if nothing is deployed to Lambda,
 * `-c rekognition-endpoint=http://...` if the functions use another Rekognition, and
 * `-c second-region=eu-central-1`, `-c late-check=all`, `-c detect-selfies=true` or
 * `-c face-login=second_factor` to try what the stage's config lacks. Policies are tried without a deployment
 * (docs/operators.md).
 * `-c alarm-target=` names who receives the alarms, and `-c first-deployment=true` leaves out the
 * protection from deletion that would keep a failed first deployment from being rolled back.
 * `-c handler-bundles=` names a folder that keeps the bundles of the functions for the next synthesis of the
 * same sources. This file is the only reader of context and environment.
 */
const OPTIONS = z.object({
  stage: z.string().default('dev'),
  'image-layer': z.enum(['build', 'skip']).default('build'),
  'rekognition-endpoint': z.string().optional(),
  'second-region': z.string().optional(),
  'late-check': z.optional(lateCheckMode),
  'detect-selfies': z.enum(['true', 'false']).default('false'),
  'face-login': z.optional(faceLoginMode),
  'alarm-target': z.string().optional(),
  'first-deployment': z.enum(['true', 'false']).default('false'),
  'handler-bundles': z.string().optional(),
});

const app = new App({ analyticsReporting: false });

/** Reads what the command line says. @throws InvalidConfig */
function readOptions(): z.infer<typeof OPTIONS> {
  // by the names of the schema, so that no option can be declared and not read
  const given = Object.keys(OPTIONS.shape).map((name) => [name, app.node.tryGetContext(name)] as const);
  const parsed = OPTIONS.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const [name] = path;
    return `  -c ${String(name)}=${String(given.find(([one]) => one === name)?.[1])}: ${message}`;
  });
  throw new InvalidConfig(`the options are invalid:\n${problems.join('\n')}`);
}

function readConfig(): { readonly config: DeploymentConfig; readonly imageLayer: 'build' | 'skip' } {
  const options = readOptions();
  const { 'handler-bundles': bundles } = options;
  if (bundles) keepBundlesIn(bundles);
  const { 'alarm-target': alarmTarget, 'rekognition-endpoint': rekognitionEndpoint } = options;
  const { 'second-region': secondRegion, 'late-check': lateCheck } = options;
  const config = configOfStage(options.stage, {
    firstDeployment: options['first-deployment'] === 'true',
    ...(alarmTarget ? { alarmTarget } : {}),
    ...(rekognitionEndpoint ? { rekognitionEndpoint } : {}),
    ...(secondRegion ? { secondRegion: { region: secondRegion } } : {}),
    ...(lateCheck ? { consistency: { late_check: lateCheck } } : {}),
    ...(options['detect-selfies'] === 'true' ? { detectSelfies: true } : {}),
    ...(options['face-login'] ? { faceLogin: options['face-login'] } : {}),
  });
  return { config, imageLayer: options['image-layer'] };
}

/** Prints only what is wrong; the trace of a crash would bury it. */
function exitWith(error: unknown): never {
  if (!(error instanceof InvalidConfig || error instanceof MissingSite)) throw error;
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

try {
  addStacks(app, {
    config,
    env: { region: config.region, ...(account ? { account } : {}) },
    imageLayer: imageLayer === 'build',
  });
} catch (error) {
  exitWith(error);
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
