import { describe, expect, it } from 'vitest';
import { planted, sources } from '../support/places.ts';
import type { SourceFile } from '../support/source-files.ts';

/** Longest file of each kind before it has more than one reason; the first kind that fits counts. */
const MAX_LINES: readonly (readonly [kind: RegExp, lines: number])[] = [
  // what a handler opens, it opens in wiring
  [/^lambda\/.+\/handlers\//, 65],
  [/(^|\/)test\//, 400],
  [/^/, 330],
];

const isTooLong = ({ path, text }: SourceFile) => {
  const [, most = 0] = MAX_LINES.find(([kind]) => kind.test(path)) ?? [];
  return text.split('\n').length > most;
};

describe('every file', () => {
  it('has one reason, and so not too many lines', () => {
    expect(sources.filter(isTooLong).map(({ path }) => path)).toEqual([]);
    for (const [path, lines] of [
      ['lambda/users/handlers/x.ts', 66],
      ['test/unit/x.test.ts', 401],
      ['lib/x.ts', 331],
    ] as const)
      expect(isTooLong({ ...planted(path), text: '\n'.repeat(lines - 1) }), path).toBe(true);
  });

  it('has a name in kebab-case', () => {
    const misnamed = sources.map(({ path }) => path).filter((path) => !/^[a-z0-9./-]+$/.test(path));
    expect(misnamed).toEqual([]);
  });

  it('exports by name', () => {
    const anonymous = sources.filter(
      ({ path, text }) => /^export default /m.test(text) && !path.endsWith('.config.ts'),
    );
    expect(anonymous.map(({ path }) => path)).toEqual([]);
  });
});
