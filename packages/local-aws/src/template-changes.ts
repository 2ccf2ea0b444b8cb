import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplateResource } from './emulator.ts';

/** The record of a resource: enough to detect a change, but not what changed. */
interface Fingerprint {
  readonly type: string;
  readonly hash: string;
}

type Fingerprints = Readonly<Record<string, Fingerprint>>;

/**
 * Compares the templates with those of the last start on the same data, and remembers them for the next.
 * @returns a line for each resource that is new, gone or different; none at the first start.
 */
export async function templateChanges(
  dataDir: string,
  resources: readonly TemplateResource[],
): Promise<readonly string[]> {
  const file = join(dataDir, 'templates.json');
  const previous = await readFingerprints(file);
  const current: Fingerprints = Object.fromEntries(
    resources.map(({ stack, logicalId, type, properties }) => [
      `${stack}/${logicalId}`,
      { type, hash: createHash('sha256').update(stableText(properties)).digest('hex') },
    ]),
  );
  await writeFile(`${file}.new`, JSON.stringify(current));
  await rename(`${file}.new`, file);
  return previous ? differences(previous, current) : [];
}

function differences(previous: Fingerprints, current: Fingerprints): string[] {
  const lines: string[] = [];
  for (const [id, { type, hash }] of Object.entries(current)) {
    const before = previous[id];
    if (!before) lines.push(`new: ${type} ${id}`);
    else if (before.hash !== hash) lines.push(`changed: ${type} ${id}`);
  }
  for (const [id, { type }] of Object.entries(previous)) {
    if (!current[id]) lines.push(`no longer declared, its data is kept: ${type} ${id}`);
  }
  return lines;
}

async function readFingerprints(file: string): Promise<Fingerprints | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Fingerprints;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Without the port, which may be another one at every start. */
function stableText(properties: unknown): string {
  return JSON.stringify(properties).replace(/http:\/\/localhost:\d+/g, '');
}
