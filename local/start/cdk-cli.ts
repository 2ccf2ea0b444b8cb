import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Lines of the CLI's output that an error shows: the reason stands at the end. */
const SHOWN_LINES = 40;

/**
 * Runs the CDK CLI that the project is pinned to.
 * @param root folder of the project
 * @param environment added to this process's own; credentials, region and AWS_ENDPOINT_URL are taken from there
 * @throws Error with the end of what the CLI printed
 */
export function runCdk(
  root: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/aws-cdk/bin/cdk'), ...command], {
      cwd: root,
      env: { ...process.env, ...environment, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      const lines = Buffer.concat(output).toString('utf8').trimEnd().split('\n');
      reject(new Error(`cdk ${command[0]} failed:\n${lines.slice(-SHOWN_LINES).join('\n')}`));
    });
  });
}
