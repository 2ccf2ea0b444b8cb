import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compiledScript } from '@face-idv/local-rekognition/testing/compiled-script';

/**
 * Runs a script in a process of its own until it has printed `count` lines, then kills it with SIGKILL. Gives
 * all lines that it printed: what a script prints it has to have done before.
 */
export async function linesUntilKilled(
  script: string,
  args: readonly string[],
  count: number,
): Promise<string[]> {
  const child = spawn(process.execPath, [await compiledScript(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  if (lines.length < count)
    throw new Error(`${script} ended after ${lines.length} lines instead of ${count}`);
  return lines;
}
