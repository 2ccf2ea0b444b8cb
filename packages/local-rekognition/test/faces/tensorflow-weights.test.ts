import { describe, expect, it } from 'vitest';
import { readWeights } from '../../src/faces/models/tensorflow-weights.ts';

const entry = (shape: readonly number[], quantization?: { dtype: string; scale?: number; min?: number }) => [
  {
    paths: ['weights.bin'],
    weights: [{ name: 'w', shape, dtype: 'float32', ...(quantization ? { quantization } : {}) }],
  },
];
const valuesOf = (...args: Parameters<typeof readWeights>) =>
  Array.from(readWeights(...args).get('w')?.values ?? []);

describe('the reader of weights', () => {
  it('decodes half floats, subnormal ones and infinity too', () => {
    const bits = Uint16Array.from([0x3c00, 0xc000, 0x3555, 0x0001, 0x8400, 0x7bff, 0x7c00, 0x0000]);
    const values = valuesOf(entry([8], { dtype: 'float16' }), Buffer.from(bits.buffer));
    expect(values).toEqual([
      1,
      -2,
      0.333251953125,
      2 ** -24,
      -(2 ** -14),
      65504,
      Number.POSITIVE_INFINITY,
      0,
    ]);
  });

  it('scales bytes to the range that they stand for', () => {
    const values = valuesOf(entry([3], { dtype: 'uint8', scale: 0.5, min: -10 }), Buffer.from([0, 20, 255]));
    expect(values).toEqual([-10, 0, 117.5]);
  });

  it('reads weights that begin at any byte', () => {
    const data = Buffer.concat([Buffer.from([7]), Buffer.from(Float32Array.of(1.5, -2).buffer)]);
    const manifest = [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'first', shape: [1], dtype: 'float32', quantization: { dtype: 'uint8', scale: 1, min: 0 } },
          { name: 'w', shape: [2], dtype: 'float32' },
        ],
      },
    ];
    expect(valuesOf(manifest, data)).toEqual([1.5, -2]);
  });

  it('refuses a file that ends too early', () => {
    expect(() => readWeights(entry([4]), Buffer.alloc(15))).toThrow(/ends at 16 of 15 bytes/);
  });

  it('refuses a storage that it does not know', () => {
    expect(() => readWeights(entry([1], { dtype: 'complex64' }), Buffer.alloc(8))).toThrow(
      /stored as complex64/,
    );
  });
});
