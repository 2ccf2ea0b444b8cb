import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../lambda/kernel/metrics.ts';
import { sources } from '../support/places.ts';

const root = new URL('../../', import.meta.url);

/** Names of the metrics that a source emits. */
const emittedIn = (text: string): readonly string[] =>
  [...text.matchAll(/\bemit(?:Metric)?\(\s*'(\w+)'/g)].map(([, name = '']) => name);

/** Names in backticks of at least two words with capitals, which in a row about metrics are metrics. */
const metricsIn = (row: string): readonly string[] =>
  [...row.matchAll(/`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`/g)].map(([, name = '']) => name);

describe('metrics', () => {
  it('every one of the catalogue is emitted by a function', () => {
    const emitted = new Set(
      sources.filter(({ path }) => path.startsWith('lambda/')).flatMap(({ text }) => emittedIn(text)),
    );
    expect(Object.keys(METRICS).filter((name) => !emitted.has(name))).toEqual([]);
  });

  it('those that the map of the whitepaper claims for section 8 exist', () => {
    const rows = readFileSync(new URL('docs/whitepaper-map.md', root), 'utf8').match(/^\| 8\.\d \|.*$/gm);
    const claimed = (rows ?? []).flatMap(metricsIn);
    expect(claimed.length).toBeGreaterThan(10);
    expect(claimed.filter((name) => !Object.hasOwn(METRICS, name))).toEqual([]);
  });

  it.each([
    ["emit('FaceIndexed', 1, {});", ['FaceIndexed']],
    ["emit(\n  'FaceDeleted',\n  2,\n  {});", ['FaceDeleted']],
    ["emitMetric('ApiProblem', 1, {})", ['ApiProblem']],
    ["metrics: ['FaceIndexed']", []],
  ])('reads what is emitted in %s', (text, names) => {
    expect(emittedIn(text)).toEqual(names);
  });
});
