import { spawn } from 'node:child_process';

/**
 * Runs a program in a Node process of its own.
 *
 * @param root working directory
 * @param environment added to this process's own
 * @throws Error with everything it printed, if it exits with a code other than 0
 */
export function runNode(
  root: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(Buffer.concat(output).toString('utf8').trimEnd()));
    });
  });
}
