import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { quotasIn } from '../../lambda/rate-limits/contract.ts';
import { configOfStage, type DeploymentConfig, type StageOverrides } from '../../lib/config.ts';
import { addStacks } from '../../lib/stacks/add-stacks.ts';

/** Feature flags decide what a template looks like, so tests synthesize with those that the CDK CLI reads. */
const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

/** A stage whose collections are followed in a second region. */
export const withSecondRegion = (stage: string): DeploymentConfig => ({
  ...aStage(stage),
  secondRegion: { region: 'eu-central-1', quotas: quotasIn('eu-central-1') },
});

/** A stage as it is deployed; those that protect data need someone who receives their alarms. */
export const aStage = (stage: string, overrides: StageOverrides = {}): DeploymentConfig =>
  configOfStage(stage, { ...(stage === 'prod' ? { alarmTarget: 'ops@example.com' } : {}), ...overrides });

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever CloudFormation takes; laws look into any corner of it
  readonly properties: any;
  readonly deletionPolicy: string | undefined;
  readonly updateReplacePolicy: string | undefined;
  readonly dependsOn: readonly string[];
}

export interface SynthesizedTemplate {
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

export interface Synthesized {
  readonly app: App;
  readonly stacks: readonly Stack[];
  readonly resources: readonly Resource[];
  of(type: string): readonly Resource[];
  templateOf(stack: Stack): SynthesizedTemplate;
}

/** What was synthesized in this process: the same config gives the same templates, and tests only read them. */
const synthesized = new Map<string, Synthesized>();

/**
 * Synthesizes every stack of a stage (or of a config) without bundling the functions' code, once in a process.
 * @param account as the CDK CLI gives it where there are credentials; left out, the templates fit any account
 */
export function synthesize(stage: string | DeploymentConfig, account?: string): Synthesized {
  const config = typeof stage === 'string' ? aStage(stage) : stage;
  const key = JSON.stringify([config, account]);
  const found = synthesized.get(key) ?? synthesizeAnew(config, account);
  synthesized.set(key, found);
  return found;
}

function synthesizeAnew(config: DeploymentConfig, account: string | undefined): Synthesized {
  const app = new App({
    analyticsReporting: false,
    // nothing reads the tree of constructs, which is a tenth of a synthesis
    treeMetadata: false,
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
  });
  const env = { region: config.region, ...(account ? { account } : {}) };
  const stacks = addStacks(app, { config, env, imageLayer: false });
  const resources = stacks.flatMap((stack) =>
    Object.entries(Template.fromStack(stack).toJSON().Resources ?? {}).map(([logicalId, value]) => {
      const resource = value as {
        Type: string;
        Properties?: unknown;
        DeletionPolicy?: string;
        UpdateReplacePolicy?: string;
        DependsOn?: string | string[];
      };
      return {
        stack: stack.stackName,
        logicalId,
        type: resource.Type,
        properties: resource.Properties ?? {},
        deletionPolicy: resource.DeletionPolicy,
        updateReplacePolicy: resource.UpdateReplacePolicy,
        dependsOn: [resource.DependsOn ?? []].flat(),
      };
    }),
  );
  return {
    app,
    stacks,
    resources,
    of: (type) => resources.filter((resource) => resource.type === type),
    templateOf: (stack) => Template.fromStack(stack).toJSON(),
  };
}
