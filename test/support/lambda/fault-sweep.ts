import { expect } from 'vitest';
import {
  aMigratingTenant,
  type MigratingTenant,
  type MigrationPorts,
  type Vectors,
} from './a-migrating-tenant.ts';
import type { DynamoTables } from './dynamo-tables.ts';
import { type Fault, failing, faultsIn } from './failing-ports.ts';

/** More calls than any of these migrations needs. */
const ATTEMPTS = 5;

/** What is swept. */
interface Sweep {
  readonly vectors: Vectors;
  /** Names of the ports whose calls fail; all, where they are left out. */
  readonly ports?: readonly string[];
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
  return faultsIn(seen).filter(({ port }) => !ports || ports.includes(port));
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
