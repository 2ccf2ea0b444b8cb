import { expect, it } from 'vitest';
import {
  AUDIT_TABLE,
  CONTROL_TABLE,
  FACE_MAPPING_TABLE,
  LEDGER_TABLE,
  SESSIONS_TABLE,
  type TableShape,
} from '../../../lambda/kernel/tables.ts';

const TABLES: readonly (readonly [string, TableShape])[] = [
  ['sessions', SESSIONS_TABLE],
  ['face mapping', FACE_MAPPING_TABLE],
  ['control', CONTROL_TABLE],
  ['audit', AUDIT_TABLE],
  ['ledger', LEDGER_TABLE],
];

it.each(TABLES)('the indexes of the %s table have keys of their own, named by the index', (_table, shape) => {
  for (const [name, { partitionKey, sortKey, projection }] of Object.entries(shape.indexes)) {
    expect(partitionKey).toBe(`${name.replaceAll('-', '_')}_pk`);
    if (sortKey !== undefined) expect(sortKey).toBe(`${name.replaceAll('-', '_')}_sk`);
    expect(projection).toBe('all');
  }
});

// another key is another table: DynamoDB replaces it, and what it held is gone
it('the keys of the tables stay as they are', () => {
  const keysOf = ({ partitionKey, sortKey, timeToLiveAttribute }: TableShape) => [
    partitionKey,
    sortKey,
    timeToLiveAttribute,
  ];
  expect(keysOf(SESSIONS_TABLE)).toEqual(['pk', 'sk', 'expires_at_epoch_seconds']);
  expect(keysOf(CONTROL_TABLE)).toEqual(['pk', 'sk', 'expires_at_epoch_seconds']);
  expect(keysOf(AUDIT_TABLE)).toEqual(['pk', 'sk', 'expires_at_epoch_seconds']);
  expect(keysOf(LEDGER_TABLE)).toEqual(['pk', 'sk', undefined]);
  expect(keysOf(FACE_MAPPING_TABLE)).toEqual(['user_id', 'collection_id#face_id', undefined]);
  expect(TABLES.map(([, { indexes }]) => Object.keys(indexes))).toEqual([
    ['by-user', 'by-status'],
    ['by-face-id', 'by-collection'],
    ['by-user', 'by-case-state'],
    ['by-subject', 'by-target'],
    [],
  ]);
  // pages of a collection or of a user go in an order
  expect(SESSIONS_TABLE.indexes['by-user'].sortKey).toBe('by_user_sk');
  expect(SESSIONS_TABLE.indexes['by-status'].sortKey).toBe('by_status_sk');
  expect(FACE_MAPPING_TABLE.indexes['by-collection'].sortKey).toBe('by_collection_sk');
});
