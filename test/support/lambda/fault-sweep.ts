import { expect } from 'vitest';
import {
  aMigratingTenant,
  type MigratingTenant,
  type MigrationPorts,
  type Vectors,
} from './a-migrating-tenant.ts';
import type { DynamoTables } from './dynamo-tables.ts';

/** More calls than any of these migrations needs. */
const ATTEMPTS = 5;

/** One call of a port that fails: before it acts, or after it has acted. */
interface Fault {
  readonly port: string;
  readonly method: string;
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** What is swept. */
interface Sweep {
  readonly vectors: Vectors;
  /** Names of the ports whose calls fail; all, where they are left out. */
  readonly ports?: readonly string[];
}

/** The same ports; calls are noted, and the one that the fault names fails. */
function failing(ports: MigrationPorts, fault: Fault | undefined, seen: Map<string, number>): MigrationPorts {
  const wrapped = Object.entries(ports).map(([port, target]) => [
    port,
    new Proxy(target, {
      get(object, method) {
        const value: unknown = Reflect.get(object, method, object);
        // the name of a key is arithmetic, and no call
        if (typeof value !== 'function' || typeof method !== 'string' || method === 'keyOf')
          return typeof value === 'function' ? value.bind(object) : value;
        return async (...values: unknown[]) => {
          const call = (seen.get(`${port}.${method}`) ?? 0) + 1;
          seen.set(`${port}.${method}`, call);
          const isFault = fault?.port === port && fault.method === method && fault.call === call;
          if (isFault && fault.when === 'before') throw new Error('no answer');
          const answer: unknown = await value.apply(object, values);
          if (isFault) throw new Error('the answer was lost');
          return answer;
        };
      },
    }),
  ]);
  return Object.fromEntries(wrapped) as MigrationPorts;
}

/** Goes on after every fault, as the state machine does. */
export async function workOn(tenant: MigratingTenant, ports: MigrationPorts): Promise<void> {
  let fault: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      if ((await tenant.work(ports)).status === 'done') return;
    } catch (error) {
      // the next attempt finds what this one has left
      fault = error;
    }
  }
  throw new Error('the work has not ended', { cause: fault });
}

/** A call of every method that a part of the work makes, failing in both ways. */
async function faultsOf(
  tables: DynamoTables,
  { vectors, ports }: Sweep,
  prepare: (tenant: MigratingTenant) => Promise<void>,
): Promise<Fault[]> {
  const tenant = await aMigratingTenant(tables, vectors);
  await prepare(tenant);
  const seen = new Map<string, number>();
  await workOn(tenant, failing(tenant.ports, undefined, seen));
  return [...seen].flatMap(([name, calls]) => {
    const [port = '', method = ''] = name.split('.');
    if (ports && !ports.includes(port)) return [];
    // the second, where there is one: what was done before it must be found again
    const call = Math.min(2, calls);
    return (['before', 'after'] as const).map((when) => ({ port, method, call, when }));
  });
}

export async function expectSameEnd(
  tables: DynamoTables,
  sweep: Sweep,
  prepare: (tenant: MigratingTenant) => Promise<void>,
  expectEnd: (state: Awaited<ReturnType<MigratingTenant['state']>>, about: string) => void,
): Promise<void> {
  const faults = await faultsOf(tables, sweep, prepare);
  expect(faults.length).toBeGreaterThan(10);
  for (const fault of faults) {
    const tenant = await aMigratingTenant(tables, sweep.vectors);
    await prepare(tenant);
    await workOn(tenant, failing(tenant.ports, fault, new Map()));
    expectEnd(await tenant.state(), JSON.stringify(fault));
  }
}

export const filled = async (tenant: MigratingTenant) => {
  await workOn(tenant, tenant.ports);
};
