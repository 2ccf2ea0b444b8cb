import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending } from './ending.ts';
import { type StackAddress, startLocalStack } from './local-stack.ts';
import { print } from './output.ts';
import { LOCAL_FOLDER } from './places.ts';
import { findRunningStack } from './running-stack.ts';
import { synthesize } from './synthesize.ts';

/** Finds the stack that `npm start` runs, or starts one that ends with this command. */
export async function findOrStartStack(root: string, ending: Ending): Promise<StackAddress> {
  const running = await findRunningStack(join(root, LOCAL_FOLDER));
  if (running) return running;
  print('\n  no local stack is running; starting a temporary one\n');
  const { cdkOut } = await synthesize(root, join(root, LOCAL_FOLDER));
  const dataDir = await mkdtemp(join(tmpdir(), 'face-idv-command-'));
  ending.onEnd(() => rm(dataDir, { recursive: true, force: true }));
  const stack = await startLocalStack({ cdkOut, dataDir, port: 0, log: () => {} });
  ending.onEnd(() => stack.close());
  return stack;
}
