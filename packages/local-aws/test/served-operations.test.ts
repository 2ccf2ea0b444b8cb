import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aColorEngine } from '@face-idv/local-rekognition/testing/color-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { openServices, type Services } from '../src/services.ts';
import { ACCOUNT_ID, REGION } from '../src/testing/serve-emulator.ts';
import { KEPT, USED, type User } from './served-operations.ts';
import { USED_TYPES } from './served-resource-types.ts';

const ROOT = join(import.meta.dirname, '../../..');

let dataDir: string;
let services: Services;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'served-'));
  services = await openServices({
    template: { region: REGION, resources: [], outputs: {}, assetPath: () => undefined },
    endpoint: 'http://localhost:4580',
    dataDir,
    clock: systemClock,
    accountId: ACCOUNT_ID,
    log: () => {},
    rekognition: { engine: aColorEngine() },
  });
});
afterAll(async () => {
  await services.close();
  await rm(dataDir, { recursive: true, force: true });
});

const sorted = (names: Iterable<string>): string[] => [...names].sort();

async function stillUses([file, text]: User): Promise<boolean> {
  const content = await readFile(join(ROOT, file), 'utf8').catch(() => '');
  return content.includes(text);
}

describe('a feature enters with what uses it', () => {
  it('so every operation that is served has a user, or waits for one', () => {
    for (const { service, operations } of services.emulators) {
      const listed = [...Object.keys(USED[service] ?? {}), ...Object.keys(KEPT[service] ?? {})];
      expect({ service, operations: sorted(operations) }).toEqual({ service, operations: sorted(listed) });
    }
  });

  it('so every type of resource that is created has a construct that makes one', () => {
    for (const { service, resourceTypes } of services.emulators) {
      const listed = Object.keys(USED_TYPES[service] ?? {});
      expect({ service, types: sorted(resourceTypes) }).toEqual({ service, types: sorted(listed) });
    }
  });

  it('and no service is listed that is not there', () => {
    const there = services.emulators.map(({ service }) => service);
    expect(
      Object.keys({ ...USED, ...KEPT, ...USED_TYPES }).filter((service) => !there.includes(service)),
    ).toEqual([]);
  });

  it.each(
    [...Object.entries(USED), ...Object.entries(USED_TYPES)].flatMap(([service, users]) =>
      Object.entries(users).map(([name, user]) => [`${service}:${name}`, user] as const),
    ),
  )('and %s is still used where the list says', async (_name, user) => {
    expect(await stillUses(user), `${user[0]} no longer has ${user[1]}`).toBe(true);
  });

  it('which a user that is gone would show', async () => {
    expect(await stillUses(['docs/runbook.md', 'a line that is in no runbook'])).toBe(false);
    expect(await stillUses(['docs/no-such-page.md', 'a'])).toBe(false);
  });
});
