import { describe, expect, it } from 'vitest';
import {
  deviceId,
  forgetEntrance,
  type KeptEntrance,
  keepEntrance,
  keepPlace,
  keptEntranceFor,
  keptEntranceOf,
} from '../../../src/capture/entrance/kept-entrance.ts';

function aStorage(entries: readonly (readonly [string, string])[] = []) {
  const values = new Map(entries);
  const storage = {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
  return () => storage;
}

/** What a browser does that blocks the data of sites. */
const blocked = (): never => {
  throw new DOMException('access is denied', 'SecurityError');
};

describe('an entrance', () => {
  it.each<KeptEntrance>([
    { kind: 'client', token: 'a.b.c', linked: true },
    { kind: 'person', sessionId: 's-1', type: 'registration' },
  ])('is kept over a reload, until it is forgotten: %o', (entrance) => {
    const storage = aStorage();
    keepEntrance(entrance, storage);
    expect(keptEntranceOf(storage)).toEqual(entrance);
    forgetEntrance(storage);
    expect(keptEntranceOf(storage)).toBeUndefined();
  });

  it.each(['', 'null', '{', '{"kind":"client"}', '{"kind":"old","token":"a"}'])(
    'of another release is forgotten: %s',
    (text) => {
      expect(keptEntranceOf(aStorage([['face-idv.capture', text]]))).toBeUndefined();
    },
  );

  it('gives way to an address that asks for something else', () => {
    const storage = aStorage();
    keepEntrance({ kind: 'person', sessionId: 's-1', type: 'registration' }, storage);
    expect(keptEntranceFor('authentication', storage)).toBeUndefined();
    expect(keptEntranceFor('registration', storage)).toMatchObject({ sessionId: 's-1' });
    expect(keptEntranceFor(undefined, storage)).toMatchObject({ sessionId: 's-1' });
    keepEntrance({ kind: 'client', token: 'a.b.c', linked: true }, storage);
    expect(keptEntranceFor('registration', storage)).toBeUndefined();
  });

  it('has the place where the person was, which another entrance does not', () => {
    const storage = aStorage();
    const entrance = { kind: 'client', token: 'a.b.c', linked: false } as const;
    const place = { agreed: true, handedOff: true };
    keepPlace(place, storage);
    expect(keptEntranceOf(storage)).toBeUndefined();
    keepEntrance(entrance, storage);
    expect(keptEntranceOf(storage)?.place).toBeUndefined();
    keepPlace(place, storage);
    expect(keptEntranceOf(storage)).toEqual({ ...entrance, place });
    keepEntrance({ ...entrance, token: 'd.e.f' }, storage);
    expect(keptEntranceOf(storage)?.place).toBeUndefined();
    keepPlace(place, blocked);
  });

  it('is not kept by a browser that keeps nothing, which still may go on', () => {
    keepEntrance({ kind: 'person', sessionId: 's-1', type: 'registration' }, blocked);
    expect(keptEntranceOf(blocked)).toBeUndefined();
    forgetEntrance(blocked);
  });
});

describe('the id of a device', () => {
  it('stays the same', () => {
    const storage = aStorage();
    let count = 0;
    const newId = () => `id-${++count}`;
    expect([deviceId(storage, newId), deviceId(storage, newId)]).toEqual(['id-1', 'id-1']);
  });

  it('is another one each time where the browser keeps nothing', () => {
    expect(deviceId(blocked)).not.toBe(deviceId(blocked));
  });
});
