import '../../local/start/quiet-sdk.ts';
import { parseArgs } from 'node:util';
import { configOfStage } from '../../lib/config.ts';
import { runReported } from '../../local/start/command.ts';
import { awsAccount } from './aws-account.ts';
import { CHECKS } from './checks.ts';
import { runChecks } from './preflight.ts';
import { isBlocked, report } from './report.ts';

const USAGE = `npm run preflight -- --stage prod [--update] [--second-region eu-central-1] [--json]

  Reads the AWS account that a stage is about to be deployed to, with your credentials, and says what is missing:
  the bootstrap stack, quotas of Rekognition and Lambda, collections that exist already. It changes nothing.

  --stage          a stage of lib/config.ts
  --update         the stage is deployed already, so its collections are expected to exist
  --second-region  as -c second-region= of a deployment
  --json           print the findings as one line of JSON

  Exit code: 0 nothing blocks the deployment, 1 something does, 2 wrong arguments. Permissions: docs/preflight.md.
  On the laptop: AWS_ENDPOINT_URL=http://localhost:4580 AWS_ACCESS_KEY_ID=LOCAL AWS_SECRET_ACCESS_KEY=LOCALSECRET \\
    npm run preflight -- --stage local --update
`;

/** A stage with protectData requires an alarm target; the preflight sends no alarms. */
const NO_ALARMS = 'nobody@example.com';

const EXIT_BLOCKED = 1;
const EXIT_USAGE = 2;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string' },
      update: { type: 'boolean', default: false },
      'second-region': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (values.stage === undefined) throw new TypeError('--stage is required');
  const second = values['second-region'];
  const config = configOfStage(values.stage, {
    alarmTarget: NO_ALARMS,
    ...(second === undefined ? {} : { secondRegion: { region: second } }),
  });
  const findings = await runChecks(CHECKS, {
    config,
    account: awsAccount(config.region),
    isUpdate: values.update,
  });
  process.stdout.write(values.json ? `${JSON.stringify({ findings })}\n` : report(values.stage, findings));
  process.exitCode = isBlocked(findings) ? EXIT_BLOCKED : 0;
}

await runReported(() =>
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = EXIT_USAGE;
  }),
);
