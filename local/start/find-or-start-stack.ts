import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StackAddress, startLocalStack } from './local-stack.ts';
import { print } from './output.ts';
import { LOCAL_FOLDER } from './places.ts';
import { findRunningStack } from './running-stack.ts';
import { synthesize } from './synthesize.ts';

/** Finds the stack that `npm start` runs, or starts a temporary one for this command. */
export async function findOrStartStack(
  root: string,
): Promise<{ readonly address: StackAddress; readonly close: () => Promise<void> }> {
  const running = await findRunningStack(join(root, LOCAL_FOLDER));
  if (running) return { address: running, close: async () => {} };
  print('\n  no local stack is running; starting a temporary one\n');
  const { cdkOut } = await synthesize(root, join(root, LOCAL_FOLDER));
  const dataDir = await mkdtemp(join(tmpdir(), 'face-idv-command-'));
  const stack = await startLocalStack({ cdkOut, dataDir, port: 0, log: () => {} });
  return {
    address: stack,
    close: async () => {
      await stack.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
