import { describe, expect, it } from 'vitest';
import { faceModel } from '../../src/testing/liveness-page/face-model.ts';

describe('faceModel', () => {
  it('is a graph whose every input is there, with the one output that the component asks for', async () => {
    const { model, weights } = await faceModel();
    const { modelTopology, weightsManifest } = model as {
      modelTopology: { node: { name: string; op: string; input?: string[] }[] };
      weightsManifest: { weights: { shape: number[] }[] }[];
    };
    const names = new Set(modelTopology.node.map(({ name }) => name));
    expect(names.size).toBe(modelTopology.node.length);
    for (const { input = [] } of modelTopology.node) {
      for (const name of input) expect(names).toContain(name);
    }
    expect(modelTopology.node.at(-1)).toMatchObject({ name: 'Identity', op: 'Identity' });
    const values = weightsManifest[0]?.weights.map(({ shape }) => shape.reduce((a, b) => a * b, 1)) ?? [];
    expect(weights.length).toBe(4 * values.reduce((a, b) => a + b, 0));
  });
});
