import { expect, it } from 'vitest';
import { mappingDeletes, mappingPuts } from '../../../lambda/enrollment/adapters/dynamo-mapping-writes.ts';
import { aMapping, NOON } from '../../support/lambda/builders.ts';

const tables = { control: 'control', faceMapping: 'mapping', replication: undefined };
const followed = { ...tables, replication: { clock: () => NOON } };
const tablesOf = (items: readonly object[]) =>
  items.flatMap((item) => Object.values(item).map(({ TableName }) => TableName));

it('asks a second region to follow each change of the mapping, and nobody where there is none', () => {
  const mappings = [aMapping(), aMapping({ face_id: 'face-2' })];
  for (const change of [mappingPuts, mappingDeletes]) {
    expect(tablesOf(change(tables, mappings))).toEqual(['mapping', 'mapping']);
    expect(tablesOf(change(followed, mappings))).toEqual(['mapping', 'mapping', 'control', 'control']);
  }
});
