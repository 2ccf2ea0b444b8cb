import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { configOfStage, STAGE_NAMES, type StageOverrides } from '../lib/config.ts';
import { LOCAL_STAGE } from '../lib/config-schema.ts';
import { addStacks } from '../lib/stacks/add-stacks.ts';

/** Flags that decide what a template looks like; the CDK CLI reads them from here, too. */
const { context } = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

const REQUIRED: StageOverrides = { alarmTarget: 'ops@example.com' };
const SECOND_REGION: StageOverrides = { secondRegion: { region: 'eu-central-1' } };
/** Parts that the laptop refuses. */
const AUDIT: StageOverrides = { audit: { retentionDays: 365, macie: true } };
/** A part that excludes a second region. */
const NETWORK: StageOverrides = { network: { zones: 2 } };

/**
 * Writes the templates of every stage, as it is and with every part that is optional, for a linter:
 * `node --import tsx scripts/templates.ts FOLDER`. Functions are not bundled.
 */
function main(folder: string): void {
  for (const stage of STAGE_NAMES) {
    const onAws = stage !== LOCAL_STAGE;
    const everything = { ...REQUIRED, ...SECOND_REGION, ...(onAws ? AUDIT : {}) };
    write(join(folder, stage), configOfStage(stage, REQUIRED));
    write(join(folder, `${stage}-everything`), configOfStage(stage, everything));
    if (onAws) write(join(folder, `${stage}-network`), configOfStage(stage, { ...REQUIRED, ...NETWORK }));
  }
}

function write(outdir: string, config: ReturnType<typeof configOfStage>): void {
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
  });
  addStacks(app, { config, env: { region: config.region }, imageLayer: false });
  app.synth();
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('scripts/templates.ts needs the folder that it writes to');
main(folder);
