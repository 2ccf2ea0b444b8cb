import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import '../../src/faces/inference/no-telemetry.ts';
import {
  convertTensorflowGraph,
  MODEL_INPUT,
  type TensorflowGraph,
} from '../../src/faces/models/tensorflow-graph.ts';

interface Constant {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const list = (...numbers: number[]) => ({ list: { i: numbers.map(String) } });
const text = (value: string) => ({ s: Buffer.from(value).toString('base64') });
const fused = (...operators: string[]) => ({
  list: { s: operators.map((name) => Buffer.from(name).toString('base64')) },
});

type GraphNode = TensorflowGraph['modelTopology']['node'][number];

/**
 * A graph of an image of `size` (rows, columns, channels), these nodes and constants, with its weights file.
 */
function aGraph(
  [rows, columns, channels]: readonly [number, number, number],
  nodes: readonly GraphNode[],
  constants: Readonly<Record<string, Constant>>,
): { graph: TensorflowGraph; data: Buffer } {
  const dim = [1, rows, columns, channels].map((size) => ({ size: String(size) }));
  const entries = Object.entries(constants);
  return {
    graph: {
      modelTopology: {
        node: [
          { name: 'image', op: 'Placeholder', attr: { shape: { shape: { dim } } } },
          ...entries.map(([name]) => ({ name, op: 'Const' })),
          ...nodes,
        ],
      },
      weightsManifest: [
        {
          paths: ['weights.bin'],
          weights: entries.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
        },
      ],
    },
    data: Buffer.from(Float32Array.from(entries.flatMap(([, { values }]) => values)).buffer),
  };
}

async function resultOf(
  { graph, data }: { graph: TensorflowGraph; data: Buffer },
  node: string,
  input: readonly number[],
  shape: readonly number[],
): Promise<{ values: number[]; shape: readonly number[] }> {
  const session = await InferenceSession.create(convertTensorflowGraph(graph, data, { result: node }));
  const { result } = await session.run({
    [MODEL_INPUT]: new Tensor('float32', Float32Array.from(input), shape),
  });
  return { values: Array.from(result?.data as Float32Array), shape: result?.dims ?? [] };
}

const counted = (count: number, step: number) =>
  Array.from({ length: count }, (_, index) => (index % 11) * step - 1);

describe('the converter of TensorFlow.js graphs', () => {
  // both are computed the slow way, from the definition of a convolution over NHWC
  it.each([
    { padding: 'SAME', stride: 1 },
    { padding: 'SAME', stride: 2 },
    { padding: 'VALID', stride: 1 },
    { padding: 'VALID', stride: 2 },
  ])('convolves as TensorFlow does: $padding, stride $stride', async ({ padding, stride }) => {
    const [rows, columns, channels, outputs, kernel] = [6, 5, 2, 3, 3] as const;
    const image = counted(rows * columns * channels, 0.3);
    const filters = counted(kernel * kernel * channels * outputs, 0.2);
    const bias = [0.5, -1, 2];
    const graph = aGraph(
      [rows, columns, channels],
      [
        {
          name: 'convolved',
          op: '_FusedConv2D',
          input: ['image', 'filters', 'bias'],
          attr: {
            strides: list(1, stride, stride, 1),
            padding: text(padding),
            fused_ops: fused('BiasAdd', 'Relu'),
          },
        },
      ],
      {
        filters: { shape: [kernel, kernel, channels, outputs], values: filters },
        bias: { shape: [3], values: bias },
      },
    );

    const extent = (size: number) =>
      padding === 'SAME' ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1;
    const paddingBefore = (size: number) =>
      padding === 'SAME' ? Math.floor(Math.max(0, (extent(size) - 1) * stride + kernel - size) / 2) : 0;
    const expected: number[] = [];
    for (let output = 0; output < outputs; output++) {
      for (let y = 0; y < extent(rows); y++) {
        for (let x = 0; x < extent(columns); x++) {
          let sum = bias[output] ?? 0;
          for (let i = 0; i < kernel; i++) {
            for (let j = 0; j < kernel; j++) {
              const row = y * stride + i - paddingBefore(rows);
              const column = x * stride + j - paddingBefore(columns);
              if (row < 0 || column < 0 || row >= rows || column >= columns) continue;
              for (let c = 0; c < channels; c++) {
                sum +=
                  (image[(row * columns + column) * channels + c] ?? 0) *
                  (filters[((i * kernel + j) * channels + c) * outputs + output] ?? 0);
              }
            }
          }
          expected.push(Math.max(0, sum));
        }
      }
    }
    const planes = Array.from({ length: channels }, (_, c) =>
      image.filter((_value, index) => index % channels === c),
    ).flat();
    const result = await resultOf(graph, 'convolved', planes, [1, channels, rows, columns]);

    expect(result.shape).toEqual([1, outputs, extent(rows), extent(columns)]);
    for (const [index, value] of result.values.entries())
      expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 4);
  });

  it('keeps the order of TensorFlow where an image becomes a row', async () => {
    const graph = aGraph([2, 2, 3], [{ name: 'row', op: 'Reshape', input: ['image', 'shape'] }], {
      shape: { shape: [2], values: [1, 12] },
    });
    const planes = [1, 2, 3, 4, 10, 20, 30, 40, 100, 200, 300, 400];
    const { values } = await resultOf(graph, 'row', planes, [1, 3, 2, 2]);
    expect(values).toEqual([1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400]);
  });

  it('adds a weight a channel to each pixel of that channel', async () => {
    const graph = aGraph([1, 2, 2], [{ name: 'sum', op: 'AddV2', input: ['image', 'shift'] }], {
      shift: { shape: [2], values: [10, 20] },
    });
    const { values } = await resultOf(graph, 'sum', [1, 2, 3, 4], [1, 2, 1, 2]);
    expect(values).toEqual([11, 12, 23, 24]);
  });

  it('refuses an operator that it does not know', () => {
    const { graph, data } = aGraph([1, 1, 1], [{ name: 'odd', op: 'FFT', input: ['image'] }], {});
    expect(() => convertTensorflowGraph(graph, data, { result: 'odd' })).toThrow(/FFT of odd/);
  });
});
