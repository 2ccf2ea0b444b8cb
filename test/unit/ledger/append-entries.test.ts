import { beforeEach, describe, expect, it } from 'vitest';
import { appendEntries } from '../../../lambda/ledger/append-entries.ts';
import { NOON } from '../../support/lambda/builders.ts';
import { inMemoryLedger } from '../../support/lambda/in-memory-ledger.ts';

const aDraft = (source_id: string) => ({
  source_id,
  kind: 'decision',
  occurred_at: NOON.toISOString(),
  data: {},
});
let world: ReturnType<typeof inMemoryLedger>;
beforeEach(() => {
  world = inMemoryLedger();
});
const append = (ids: readonly string[], ledger = world.ledger) =>
  appendEntries('acme', ids.map(aDraft), { ledger, clock: () => NOON });

describe('adding entries', () => {
  it('continues the chain', async () => {
    await append(['one', 'two']);
    await append(['three']);
    expect(world.sourcesOf('acme')).toEqual(['one', 'two', 'three']);
    expect(world.chainOf('acme').head?.sequence).toBe(3);
  });

  it('adds nothing twice, be it in one batch or in one that comes again', async () => {
    expect(await append(['one', 'one', 'two'])).toMatchObject({ after: { sequence: 2 } });
    expect(await append(['one', 'two'])).toBeUndefined();
    expect(await append(['two', 'three'])).toMatchObject({ drafts: [{ source_id: 'three' }] });
    expect(world.sourcesOf('acme')).toEqual(['one', 'two', 'three']);
  });

  it('begins again from the new end after a lost race', async () => {
    let rivals = ['rival-1', 'rival-2'];
    const racing = {
      ...world.ledger,
      head: async (tenant: string) => {
        const head = await world.ledger.head(tenant);
        const [rival, ...rest] = rivals;
        rivals = rest;
        if (rival) await append([rival]);
        return head;
      },
    };
    await append(['one'], racing);
    expect(world.sourcesOf('acme')).toEqual(['rival-1', 'rival-2', 'one']);
  });

  it('fails when it has lost every race', async () => {
    await expect(append(['one'], { ...world.ledger, add: async () => false })).rejects.toThrow(
      'grew 10 times while a batch was added',
    );
  });
});
