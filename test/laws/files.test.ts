import { describe, expect, it } from 'vitest';
import { sources } from '../support/places.ts';

/** Longest file before it has more than one reason. */
const MAX_LINES = 330;

describe('every file', () => {
  it('has one reason, and so not too many lines', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ path, lines }) => lines > MAX_LINES && !/(^|\/)test\//.test(path));
    expect(long).toEqual([]);
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
