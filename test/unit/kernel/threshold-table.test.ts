import { expect, it } from 'vitest';
import { thresholdTable } from '../../../lambda/kernel/threshold-table.ts';

const messagesOf = (table: unknown) =>
  thresholdTable.safeParse(table).error?.issues.map((one) => one.message);

it('takes thresholds in percent by face model version', () => {
  const table = {
    '7.0': { regular: 95, sensitive: 99 },
    '6.0': { regular: 95, sensitive: 99, duplicate: 90 },
  };
  expect(thresholdTable.parse(table)).toEqual(table);
});

it('needs a version, as Rekognition returns it', () => {
  expect(messagesOf({})).toEqual(['match_thresholds needs at least one face model version']);
  expect(messagesOf({ latest: { regular: 95, sensitive: 99 } })?.[0]).toContain('must look like "7.0"');
});

it('refuses a duplicate threshold above the regular one, and a band above its threshold', () => {
  expect(messagesOf({ '7.0': { regular: 95, sensitive: 99, duplicate: 96 } })?.[0]).toContain('overlooked');
  const review_from = { sensitive: 99.5 };
  expect(messagesOf({ '7.0': { regular: 95, sensitive: 99, review_from } })?.[0]).toContain(
    'review_from.sensitive',
  );
});
