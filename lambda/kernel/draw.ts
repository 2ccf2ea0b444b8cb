import { createHash } from 'node:crypto';

/**
 * Whether an id is in a sample of so many percent of all ids. The same id is always drawn alike, so that a
 * repeated task or event samples nothing more.
 */
export function isDrawn(id: string, sharePercent: number): boolean {
  const drawn = createHash('sha256').update(id, 'utf8').digest().readUInt32BE(0);
  return (100 * drawn) / 2 ** 32 < sharePercent;
}
