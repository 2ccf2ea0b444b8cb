import { describe, expect, it } from 'vitest';
import { sources } from '../support/places.ts';

describe('the run time', () => {
  const lambda = sources.filter(({ path }) => path.startsWith('lambda/'));

  it('reads the environment in its settings only, and does not know where it runs', () => {
    const readers = lambda.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    expect(readers.sort()).toEqual([
      'lambda/platform/clients/s3.ts',
      'lambda/platform/logger.ts',
      'lambda/platform/read-env.ts',
    ]);
    expect(lambda.filter(({ text }) => /isLocal|localhost/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('imports zod/mini, as a namespace: of which bundlers keep what is used, while `{ z }` costs each bundle 350 KB', () => {
    const greedy = lambda.filter(
      ({ text, imports }) =>
        imports.some((imported) => /^zod(?!\/(mini|v4\/locales\/en\.js)$)/.test(imported)) ||
        /import \{[^}]*\} from 'zod\/mini'/.test(text),
    );
    expect(greedy.map(({ path }) => path)).toEqual([]);
  });

  it('asks for the shard of a user in one place: a user whose faces are stored may have none', () => {
    const askers = lambda.filter(({ text }) => /\bshardOf\(/.test(text)).map(({ path }) => path);
    expect(askers).toEqual([
      'lambda/collections/collections-to-write.ts',
      'lambda/collections/domain/shard.ts',
    ]);
  });

  it('names each of its errors itself: logs and retries read the name, and bundles shorten that of the class', () => {
    const errors = lambda.flatMap(({ text }) =>
      [...text.matchAll(/class (\w+) extends \w*(?:Error|Problem)\b.*?\n\}/gs)].map(([body, name]) => ({
        name,
        body,
      })),
    );
    expect(errors.length).toBeGreaterThan(10);
    expect(errors.filter(({ body }) => !/override readonly name = \S+;/.test(body))).toEqual([]);
  });

  it('takes the time and random numbers from one place', () => {
    const askers = lambda
      .filter(({ text }) => /Date\.now\(\)|new Date\(\)|Math\.random|randomUUID|randomBytes/.test(text))
      .map(({ path }) => path);
    expect(askers).toEqual(['lambda/platform/system.ts']);
  });
});
