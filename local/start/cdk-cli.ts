import { join } from 'node:path';
import { runNode } from './run-node.ts';

/** Lines of the CLI's output that an error shows; the reason is at the end. */
const SHOWN_LINES = 40;

/**
 * Runs the CDK CLI that the project is pinned to.
 * @param root folder of the project
 * @param environment added to this process's own; credentials,
 * region and AWS_ENDPOINT_URL are taken from there
 * @throws Error with the last lines that the CLI printed
 */
export async function runCdk(
  root: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const cli = join(root, 'node_modules/aws-cdk/bin/cdk');
  try {
    await runNode(root, [cli, ...command], { ...environment, CI: 'true' });
  } catch (error) {
    const lines = (error as Error).message.split('\n').slice(-SHOWN_LINES);
    throw new Error(`cdk ${command[0]} failed:\n${lines.join('\n')}`);
  }
}
