import type { ObjectStore } from '../../src/types.ts';

/** A store of objects in memory, by `bucket/key`. */
export function anObjectStore(objects: Record<string, Buffer>): ObjectStore {
  return {
    get: async (bucket, key) => {
      const object = objects[`${bucket}/${key}`];
      if (!object) throw new Error(`no object ${bucket}/${key}`);
      return object;
    },
    put: async (bucket, key, body) => {
      objects[`${bucket}/${key}`] = body;
    },
  };
}
