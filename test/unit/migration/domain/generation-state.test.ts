import { expect, it } from 'vitest';
import { stateOfGeneration } from '../../../../lambda/migration/domain/generation-state.ts';

const named = (generation: string) => ({ generation });
const active = named('g1');
const newest = (status: 'draining' | 'drained' | 'canceling' | 'ready') => ({ status, from: 'g1', to: 'g2' });

it.each([
  ['the one that decides', 'g1', { active }, undefined, 'active'],
  ['one that a migration fills', 'g2', { active, filling: named('g2') }, newest('ready'), 'filling'],
  ['one that may be rolled back to', 'g1', { active: named('g2'), draining: active }, undefined, 'previous'],
  ['one that is drained right now', 'g1', { active: named('g2') }, newest('draining'), 'emptying'],
  ['one of a migration being canceled', 'g2', { active }, newest('canceling'), 'emptying'],
  ['one that was drained', 'g1', { active: named('g2') }, newest('drained'), 'retired'],
  ['one that is only configured', 'g3', { active }, newest('draining'), 'unused'],
] as const)('%s', (_, name, roles, migration, state) => {
  expect(stateOfGeneration(name, roles, new Set(['g1', 'g2']), migration)).toBe(state);
});
