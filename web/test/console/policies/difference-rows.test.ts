import { expect, it } from 'vitest';
import { differenceRows } from '../../../src/console/policies/difference-rows.ts';

it('has a row per member that was changed, added or removed', () => {
  expect(
    differenceRows([
      { path: 'checks.document', before: true, after: false },
      { path: 'bands', after: { low: 90, high: { inner: [1] } } },
      { path: 'old', before: { a: 1 } },
      { path: 'empty', before: {} },
      { path: 'note', after: null },
    ]),
  ).toEqual([
    { path: 'checks.document', kind: 'changed', before: 'true', after: 'false' },
    { path: 'bands.low', kind: 'added', after: '90' },
    { path: 'bands.high.inner', kind: 'added', after: '[1]' },
    { path: 'old.a', kind: 'removed', before: '1' },
    { path: 'empty', kind: 'removed', before: '{}' },
    { path: 'note', kind: 'added', after: 'null' },
  ]);
});
