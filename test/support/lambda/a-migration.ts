import { type Migration, NO_IMAGES } from '../../../lambda/migration/domain/migration.ts';
import { NOON, TENANT } from './builders.ts';

/** A migration from g1 to g2 that has just begun. */
export const aMigration = (changes: Partial<Migration> = {}): Migration => ({
  tenant: TENANT,
  id: 'mig_1',
  from: 'g1',
  to: 'g2',
  status: 'filling',
  created_at: NOON.toISOString(),
  total: 0,
  pass: 1,
  position: { shard: 0 },
  counts: NO_IMAGES,
  calls: {},
  ...changes,
});
