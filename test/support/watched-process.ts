import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WATCHER = fileURLToPath(new URL('./watch-lookups.mjs', import.meta.url));
/** As root of a user namespace of its own: a machine without a network, whose resolver this test can replace. */
const NAMESPACES = ['unshare', '--map-root-user', '--net', '--mount'];

/** Whether this machine lets a user make namespaces, and has what sets them up (Linux only). */
export const hasNamespaces =
  spawnSync(NAMESPACES[0] ?? '', [...NAMESPACES.slice(1), 'ip', 'link', 'set', 'lo', 'up']).status === 0;

export interface WatchedRun {
  readonly code: number;
  readonly output: string;
  /** Host names that it or its children asked a name server for. */
  readonly lookups: readonly string[];
}

/**
 * Runs a Node.js program where the only name server is one that writes down the names it is asked for.
 * @param directory for the watcher's files
 */
export async function runWatched(
  directory: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<WatchedRun> {
  const resolver = join(directory, 'resolv.conf');
  const log = join(directory, 'lookups');
  await writeFile(resolver, 'nameserver 127.0.0.1\n');
  await writeFile(log, '');
  const [unshare = '', ...flags] = NAMESPACES;
  const script = 'ip link set lo up && mount --bind "$1" /etc/resolv.conf && shift && exec "$@"';
  const child = spawn(
    unshare,
    [...flags, 'sh', '-c', script, 'sh', resolver, process.execPath, WATCHER, log, ...args],
    { env },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = (await once(child, 'close')) as [number];
  const lookups = (await readFile(log, 'utf8')).split('\n').filter(Boolean);
  return { code, output, lookups };
}
