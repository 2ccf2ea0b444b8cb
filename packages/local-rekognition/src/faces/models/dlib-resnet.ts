import { onnxFilters } from './convolution-weights.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { MODEL_INPUT } from './tensorflow-graph.ts';
import { readWeights, type Weights, type WeightsGroup, weightNamed } from './tensorflow-weights.ts';

/** Pixels along each side of dlib's aligned face. */
export const DLIB_CHIP_SIZE = 150;
export const DLIB_OUTPUT = 'descriptor';

/**
 * dlib's face recognition network (dlib_face_recognition_resnet_model_v1: 29 convolutions in residual
 * blocks), rebuilt around its weights, which are published without a graph.
 *
 * @param data the manifest's one weights file
 * @returns an ONNX model: 1x3x150x150 in, 1x128 out
 */
export function convertDlibResnet(manifest: readonly WeightsGroup[], data: Buffer): Buffer {
  const onnx = new OnnxGraph();
  const network: Network = { onnx, weights: readWeights(manifest, data) };
  onnx.input(MODEL_INPUT, [1, 3, DLIB_CHIP_SIZE, DLIB_CHIP_SIZE]);
  let stage = convolve(
    network,
    'conv32_down',
    { name: MODEL_INPUT, channels: 3, size: DLIB_CHIP_SIZE },
    'half',
  );
  stage = {
    name: relu(network, stage.name),
    channels: stage.channels,
    size: Math.floor((stage.size - 1) / 2),
  };
  onnx.node('MaxPool', [stage.name], 'pooled', { kernel_shape: [3, 3], strides: [2, 2] });
  stage = { ...stage, name: 'pooled' };
  for (const block of BLOCKS) stage = residual(network, block, stage);
  onnx.node('ReduceMean', [stage.name], 'mean', { axes: [2, 3], keepdims: 0 });
  const projection = weightNamed(network.weights, 'fc');
  onnx.node('MatMul', ['mean', onnx.floats('fc', projection.shape, projection.values)], DLIB_OUTPUT);
  onnx.output(DLIB_OUTPUT);
  return onnx.toBuffer();
}

/** Blocks named `down` halve the image; the others keep its size. */
const BLOCKS = [
  'conv32_1',
  'conv32_2',
  'conv32_3',
  'conv64_down',
  'conv64_1',
  'conv64_2',
  'conv64_3',
  'conv128_down',
  'conv128_1',
  'conv128_2',
  'conv256_down',
  'conv256_1',
  'conv256_2',
  'conv256_down_out',
] as const;

interface Network {
  readonly onnx: OnnxGraph;
  readonly weights: Weights;
}

interface Stage {
  readonly name: string;
  readonly channels: number;
  readonly size: number;
}

function residual(network: Network, block: string, input: Stage): Stage {
  const { onnx } = network;
  const down = block.includes('down');
  const first = convolve(network, `${block}/conv1`, input, down ? 'half' : 'same');
  const activated = { ...first, name: relu(network, first.name) };
  const second = convolve(network, `${block}/conv2`, activated, 'same');
  const shortcut = down ? half(network, `${block}/shortcut`, input) : input;
  const size = Math.max(second.size, shortcut.size);
  const channels = Math.max(second.channels, shortcut.channels);
  const sum = onnx.node(
    'Add',
    [grow(network, second, channels, size), grow(network, shortcut, channels, size)],
    `${block}/sum`,
  );
  return { name: relu(network, sum), channels, size };
}

function half(network: Network, name: string, { name: input, channels, size }: Stage): Stage {
  network.onnx.node('AveragePool', [input], name, { kernel_shape: [2, 2], strides: [2, 2] });
  return { name, channels, size: Math.floor(size / 2) };
}

/** Fills up with zeros at the end of each dimension, as dlib adds blocks of unlike sizes. */
function grow({ onnx }: Network, stage: Stage, channels: number, size: number): string {
  if (stage.channels === channels && stage.size === size) return stage.name;
  const grown = size - stage.size;
  const pads = onnx.integers(`${stage.name}/pads`, [0, 0, 0, 0, 0, channels - stage.channels, grown, grown]);
  return onnx.node('Pad', [stage.name, pads], `${stage.name}/grown`);
}

function relu({ onnx }: Network, name: string): string {
  return onnx.node('Relu', [name], `${name}/relu`);
}

/** A convolution with the scale and shift that follow it folded into its filters and bias. */
function convolve({ onnx, weights }: Network, name: string, input: Stage, size: 'same' | 'half'): Stage {
  const filters = onnxFilters(weightNamed(weights, `${name}/conv/filters`));
  const bias = weightNamed(weights, `${name}/conv/bias`).values;
  const scale = weightNamed(weights, `${name}/scale/weights`).values;
  const shift = weightNamed(weights, `${name}/scale/biases`).values;
  const [channels = 0, , kernel = 0] = filters.shape;
  const each = filters.values.length / channels;
  const scaled = filters.values.map((value, index) => value * (scale[Math.floor(index / each)] ?? 0));
  const shifted = bias.map((value, channel) => value * (scale[channel] ?? 0) + (shift[channel] ?? 0));
  onnx.node(
    'Conv',
    [
      input.name,
      onnx.floats(`${name}/filters`, filters.shape, scaled),
      onnx.floats(`${name}/bias`, [channels], shifted),
    ],
    name,
    {
      kernel_shape: [kernel, kernel],
      strides: size === 'half' ? [2, 2] : [1, 1],
      auto_pad: size === 'half' ? 'VALID' : 'SAME_UPPER',
    },
  );
  const halved = Math.floor((input.size - kernel) / 2) + 1;
  return { name, channels, size: size === 'half' ? halved : input.size };
}
