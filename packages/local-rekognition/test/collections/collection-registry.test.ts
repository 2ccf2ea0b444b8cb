import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CollectionRegistry } from '../../src/collections/collection-registry.ts';

const NOW = 1_000_000;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'registry-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = () => CollectionRegistry.open({ directory, dimensionsOf: () => 16 });

const create = (registry: CollectionRegistry, collectionId: string) =>
  registry.create({ collectionId, faceModelVersion: '7.0', createdAt: NOW });

async function indexAFace(registry: CollectionRegistry, collectionId: string): Promise<void> {
  const { collection } = await registry.open(collectionId);
  const face = {
    faceId: `face-of-${collectionId}`,
    imageId: 'image',
    box: { left: 0, top: 0, width: 1, height: 1 },
    confidence: 99,
  };
  const vector = new Float32Array(16).fill(0.25);
  await collection.write(NOW, () => ({
    changes: [{ event: { kind: 'face-indexed', face }, vector }],
    result: undefined,
  }));
}

describe('collection registry', () => {
  it('knows its collections after it was opened again', async () => {
    const registry = await open();
    await create(registry, 'a');
    await create(registry, 'b');
    await registry.delete('a');
    await registry.close();
    const again = await open();
    expect([...again.all()]).toEqual([
      { collectionId: 'b', faceModelVersion: '7.0', createdAt: NOW, sequence: 2 },
    ]);
    // a number is never given twice, so that no collection finds another's faces in its file
    expect((await create(again, 'a')).sequence).toBe(3);
    await again.close();
  });

  it('lets one of several simultaneous creations of one id win', async () => {
    const registry = await open();
    const results = await Promise.allSettled([1, 2, 3].map(() => create(registry, 'a')));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await registry.close();
  });

  it('opens a collection once, however many ask for it', async () => {
    const registry = await open();
    await create(registry, 'a');
    const [first, second] = await Promise.all([registry.open('a'), registry.open('a')]);
    expect(first.collection).toBe(second.collection);
    await registry.close();
  });

  it('removes the file of a deleted collection, also when a crash kept it from doing so', async () => {
    const registry = await open();
    await create(registry, 'a');
    await create(registry, 'b');
    await indexAFace(registry, 'a');
    await indexAFace(registry, 'b');
    const faces = await readFile(join(directory, '000001.log'));
    await registry.delete('a');
    expect((await readdir(directory)).sort()).toEqual(['000002.log', 'registry.log']);
    await registry.close();
    await writeFile(join(directory, '000001.log'), faces);
    await writeFile(join(directory, '000002.log.new'), 'half of a log that was being written anew');
    const again = await open();
    expect((await readdir(directory)).sort()).toEqual(['000002.log', 'registry.log']);
    expect((await again.open('b')).collection.state.faces.size).toBe(1);
    await again.close();
  });

  it('fails for a collection whose file is damaged, serves the others, and lets it be deleted', async () => {
    const registry = await open();
    await create(registry, 'a');
    await create(registry, 'b');
    await indexAFace(registry, 'a');
    const { collection } = await registry.open('a');
    await collection.write(NOW, () => ({
      changes: [{ event: { kind: 'user-created', userId: 'u' } }],
      result: undefined,
    }));
    await registry.close();
    const file = join(directory, '000001.log');
    const bytes = await readFile(file);
    // the last byte of the face's vector, which stands before the record of the user
    const vectorEnd = bytes.indexOf(Buffer.from(new Float32Array(16).fill(0.25).buffer)) + 63;
    bytes[vectorEnd] = (bytes[vectorEnd] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const again = await open();
    await expect(again.open('a')).rejects.toThrow('is damaged at byte 0');
    expect((await again.open('b')).collection.state.faces.size).toBe(0);
    await again.delete('a');
    await create(again, 'a');
    expect((await again.open('a')).collection.state.faces.size).toBe(0);
    await again.close();
  });
});
