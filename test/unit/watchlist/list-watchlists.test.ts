import { expect, it } from 'vitest';
import { listWatchlists } from '../../../lambda/watchlist/list-watchlists.ts';
import { anOperator, TENANT } from '../../support/lambda/builders.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';

const declared = { default: [aGeneration()], tenants: {}, watchlists: { [TENANT]: ['fraud', 'pep'] } };

it('the lists of a tenant are those that the config gives to it', () => {
  expect(listWatchlists(anOperator(), { declared })).toEqual({ data: [{ id: 'fraud' }, { id: 'pep' }] });
  expect(listWatchlists({ tenant: 'globex' }, { declared })).toEqual({ data: [] });
});
