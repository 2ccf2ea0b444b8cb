import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unconfirmed } from '../../../lambda/erasure/domain/erasure.ts';
import { ANN, anErasedUser, SETTLE_MS } from '../../support/lambda/an-erased-user.ts';
import { anErasedUserOfTwoRegions } from '../../support/lambda/an-erased-user-of-two-regions.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** More passes than there are places to be killed at. */
const MAX_PASSES = 150;

/** A process that is killed once before and once after each kind of call; then none of its calls arrives. */
function aMortal() {
  const killedAt = new Set<string>();
  let isDead = false;
  const mortal = <Ports extends object>(ports: Ports): Ports =>
    Object.fromEntries(
      Object.entries(ports).map(([port, target]) => {
        if (typeof target !== 'object' || target === null || port === 'generations') return [port, target];
        const proxy = new Proxy(target, {
          get(object, method) {
            const value: unknown = Reflect.get(object, method, object);
            if (typeof value !== 'function') return value;
            if (['keyOf', 'urlOf'].includes(String(method))) return value.bind(object);
            return async (...args: unknown[]) => {
              const dieAt = (place: string) => {
                if (!killedAt.has(place)) {
                  killedAt.add(place);
                  isDead = true;
                }
                if (isDead) throw new Error(`killed ${place}`);
              };
              if (isDead) throw new Error('dead');
              dieAt(`before ${port}.${String(method)}`);
              const answer: unknown = await value.apply(object, args);
              dieAt(`after ${port}.${String(method)}`);
              return answer;
            };
          },
        });
        return [port, proxy];
      }),
    ) as Ports;
  return {
    mortal,
    killedAt,
    revive: () => {
      isDead = false;
    },
  };
}

describe('an erasure that is killed at every step', () => {
  it('is made again from the start, and leaves nothing', async () => {
    const world = await anErasedUser(tables);
    await world.addSession(ANN, { status: 'in_review' });
    await world.addEntry();
    world.later(3_600_000);
    const { id } = await world.request();
    const { mortal, killedAt, revive } = aMortal();
    const [ports, run] = [mortal(world.ports), mortal(world.run)];
    let passes = 0;
    for (; passes < MAX_PASSES; passes += 1) {
      revive();
      await world.pass(id, ports, run).catch(() => {});
      const found = await world.run.erasures.get(world.tenant, id);
      if (found?.state === 'completed') break;
      world.later(SETTLE_MS);
    }
    expect(await world.leftOf()).toEqual([]);
    for (const call of ['transitions.apply', 'removal.remove', 'collections.delete', 'erasures.complete'])
      expect([...killedAt]).toEqual(expect.arrayContaining([`before ${call}`, `after ${call}`]));
    expect(killedAt.size).toBeGreaterThan(50);
    expect(passes).toBeGreaterThan(40);
  });

  it('leaves nothing in a second region, whose own function is killed at every step as well', {
    timeout: 60_000,
  }, async () => {
    const world = await anErasedUserOfTwoRegions(tables);
    const entry = await world.addListedEntry();
    await world.addSession(ANN, { status: 'in_review' });
    await world.replicate(world.ann.mapping);
    await world.replicateAndDie(entry);
    world.setDown(true);
    world.later(3_600_000);
    const { id } = await world.request();
    const [erasing, replicating] = [aMortal(), aMortal()];
    const [ports, run] = [erasing.mortal(world.ports), erasing.mortal(world.run)];
    const second = replicating.mortal(world.second);
    for (let passes = 0; passes < MAX_PASSES; passes += 1) {
      erasing.revive();
      await world.pass(id, ports, run).catch(() => {});
      const found = await world.run.erasures.get(world.tenant, id);
      if (found?.state === 'completed') break;
      // down for as long as it takes until only the second region is left
      if (found && unconfirmed(found).every((name) => ['replicas', 'enrolled_images'].includes(name)))
        world.setDown(false);
      replicating.revive();
      await world.work(second);
      world.later(SETTLE_MS);
    }
    expect(await world.run.erasures.get(world.tenant, id)).toMatchObject({ state: 'completed' });
    expect(await world.leftOf()).toEqual([]);
    for (const call of ['replicationRequests.get', 'replication.send', 'mappings.replicasOfOwner'])
      expect([...erasing.killedAt]).toEqual(expect.arrayContaining([`before ${call}`, `after ${call}`]));
    for (const call of ['collections.search', 'collections.delete', 'requests.unmapReplicas'])
      expect([...replicating.killedAt]).toEqual(expect.arrayContaining([`before ${call}`, `after ${call}`]));
  });
});
