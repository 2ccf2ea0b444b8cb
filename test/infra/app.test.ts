import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the app as `cdk synth` does, with these options of `-c`. */
const synth = (context: Readonly<Record<string, string>>) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });

describe('the app', () => {
  it.each([
    [{ stage: 'bank' }, 'no stage "bank" in lib/config.ts; it has local, dev, prod\n'],
    [
      { stage: 'prod', 'alarm-target': 'nobody' },
      'lib/config.ts is invalid:\n  alarmTarget: alarm target "nobody" is neither an email address nor the ARN of an SNS topic; write -c alarm-target=ops@example.com or -c alarm-target=arn:aws:sns:eu-west-1:123456789012:alarms\n',
    ],
    [
      { 'first-deployment': 'yes', 'late-check': 'sometimes' },
      'the options are invalid:\n  -c late-check=sometimes: Invalid option: expected one of "off"|"overlapping"|"all"\n  -c first-deployment=yes: Invalid option: expected one of "true"|"false"\n',
    ],
  ])('prints what is wrong with %j, and nothing else', async (context, stderr) => {
    await expect(synth(context)).rejects.toMatchObject({ code: 1, stdout: '', stderr });
  });
});
