import { describe, expect, it } from 'vitest';
import {
  type KeptEntrance,
  keepEntrance,
  keptEntranceOf,
} from '../../../src/capture/entrance/kept-entrance.ts';
import { forgetRefusedToken } from '../../../src/capture/entrance/refused-access.ts';

function aStorageWith(entrance: KeptEntrance) {
  const values = new Map<string, string>();
  const storage = {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
  keepEntrance(entrance, () => storage);
  return () => storage;
}

describe('access that the API refuses', () => {
  it('is forgotten if it is the token of a session', () => {
    const storage = aStorageWith({ kind: 'client', token: 'nope', linked: false });
    forgetRefusedToken(storage);
    expect(keptEntranceOf(storage)).toBeUndefined();
  });

  it("leaves a person's session, which goes on after the next sign-in", () => {
    const storage = aStorageWith({ kind: 'person', sessionId: 's-1', type: 'registration' });
    forgetRefusedToken(storage);
    expect(keptEntranceOf(storage)).toMatchObject({ sessionId: 's-1' });
  });
});
