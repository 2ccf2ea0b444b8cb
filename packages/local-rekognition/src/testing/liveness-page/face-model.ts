import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readTflite, type TfliteOperator, type TfliteTensor } from './tflite-reader.ts';

/** A face detector in the form that TensorFlow.js loads. */
export interface GraphModel {
  /** `model.json`; it names one file of weights, `weights.bin`. */
  readonly model: unknown;
  readonly weights: Buffer;
}

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** BuiltinOperator of the TensorFlow Lite schema. */
const OPERATORS = {
  add: 0,
  concatenation: 2,
  conv2d: 3,
  depthwiseConv2d: 4,
  dequantize: 6,
  maxPool2d: 17,
  relu: 19,
  reshape: 22,
  pad: 34,
};
const FLOAT16 = 1;
const INT32 = 2;

const FLOAT = { T: { type: 'DT_FLOAT' } };
const NHWC = { data_format: text('NHWC') };

/**
 * The face detector that the Amplify component loads from a CDN (MediaPipe's short range BlazeFace), made out
 * of the TensorFlow Lite file that a package of the component has on board. The component asks for one output
 * named `Identity` with a score and 16 coordinates for each of 896 anchors.
 */
export async function faceModel(): Promise<GraphModel> {
  const require = createRequire(import.meta.url);
  const file = require.resolve('@mediapipe/face_detection/face_detection_short_range.tflite');
  return convert(await readFile(file));
}

function convert(file: Buffer): GraphModel {
  const { tensors, operators, inputs, outputs } = readTflite(file);
  const graph = new Graph(tensors);
  graph.add({
    name: graph.nameOf(inputs[0]),
    op: 'Placeholder',
    attr: {
      dtype: { type: 'DT_FLOAT' },
      shape: { shape: { dim: tensors[inputs[0] ?? 0]?.shape.map((size) => ({ size: String(size) })) } },
    },
  });
  for (const operator of operators) addOperator(graph, operator);
  const [scores, boxes] = [...outputs].sort((a, b) => graph.lastSide(a) - graph.lastSide(b));
  const axis = graph.constant('heads/axis', [], Int32Array.of(2));
  graph.add(concatenation('heads', [graph.nameOf(scores), graph.nameOf(boxes), axis]));
  graph.add({ name: 'Identity', op: 'Identity', input: ['heads'], attr: FLOAT });
  return graph.finish();
}

function addOperator(graph: Graph, operator: TfliteOperator): void {
  const name = graph.nameOf(operator.output);
  const input = graph.nameOf(operator.inputs[0]);
  switch (operator.code) {
    case OPERATORS.dequantize:
      graph.alias(operator.output, operator.inputs[0]);
      return;
    case OPERATORS.conv2d:
    case OPERATORS.depthwiseConv2d:
      addConvolution(graph, operator, input, name);
      return;
    case OPERATORS.add:
      addActivated(graph, name, operator.option(0, 'byte', 0), {
        op: 'AddV2',
        input: operator.inputs.map((tensor) => graph.nameOf(tensor)),
        attr: FLOAT,
      });
      return;
    case OPERATORS.maxPool2d:
      addActivated(graph, name, operator.option(5, 'byte', 0), {
        op: 'MaxPool',
        input: [input],
        attr: {
          ...FLOAT,
          ...NHWC,
          padding: padding(operator),
          strides: list([1, operator.option(2, 'int', 1), operator.option(1, 'int', 1), 1]),
          ksize: list([1, operator.option(4, 'int', 1), operator.option(3, 'int', 1), 1]),
        },
      });
      return;
    case OPERATORS.relu:
      graph.add({ name, op: 'Relu', input: [input], attr: FLOAT });
      return;
    case OPERATORS.pad: {
      const paddings = graph.constant(`${name}/paddings`, [4, 2], graph.integers(operator.inputs[1]));
      graph.add({
        name,
        op: 'Pad',
        input: [input, paddings],
        attr: { ...FLOAT, Tpaddings: { type: 'DT_INT32' } },
      });
      return;
    }
    case OPERATORS.reshape: {
      const shape = graph.shapeOf(operator.output);
      const target = graph.constant(`${name}/shape`, [shape.length], Int32Array.from(shape));
      graph.add({
        name,
        op: 'Reshape',
        input: [input, target],
        attr: { ...FLOAT, Tshape: { type: 'DT_INT32' } },
      });
      return;
    }
    case OPERATORS.concatenation: {
      const rank = graph.shapeOf(operator.output).length;
      const axis = (operator.option(0, 'int', 0) + rank) % rank;
      const axisName = graph.constant(`${name}/axis`, [], Int32Array.of(axis));
      graph.add(concatenation(name, [...operator.inputs.map((tensor) => graph.nameOf(tensor)), axisName]));
      return;
    }
    default:
      throw new Error(`the face model has an operator that is not known here: ${operator.code}`);
  }
}

function addConvolution(graph: Graph, operator: TfliteOperator, input: string, name: string): void {
  const depthwise = operator.code === OPERATORS.depthwiseConv2d;
  const [, weights, bias] = operator.inputs;
  const [count = 0, rows = 0, columns = 0, channels = 0] = graph.shapeOf(weights);
  // TensorFlow Lite has the output channels first, TensorFlow.js
  // last; depthwise kernels have them last in both
  const kernel = depthwise
    ? graph.constant(`${name}/kernel`, [rows, columns, channels, 1], graph.floats(weights))
    : graph.constant(
        `${name}/kernel`,
        [rows, columns, channels, count],
        channelsLast(graph.floats(weights), count, rows * columns * channels),
      );
  const offset = graph.constant(`${name}/bias`, graph.shapeOf(bias), graph.floats(bias));
  graph.add({
    name: `${name}/convolution`,
    op: depthwise ? 'DepthwiseConv2dNative' : 'Conv2D',
    input: [input, kernel],
    attr: {
      ...FLOAT,
      ...NHWC,
      padding: padding(operator),
      strides: list([1, operator.option(2, 'int', 1), operator.option(1, 'int', 1), 1]),
      dilations: list([1, 1, 1, 1]),
    },
  });
  addActivated(graph, name, operator.option(depthwise ? 4 : 3, 'byte', 0), {
    op: 'BiasAdd',
    input: [`${name}/convolution`, offset],
    attr: { ...FLOAT, ...NHWC },
  });
}

/** ActivationFunctionType of the schema: 0 none, 1 ReLU. */
function addActivated(graph: Graph, name: string, activation: number, node: Omit<Node, 'name'>): void {
  if (activation === 0) {
    graph.add({ name, ...node });
    return;
  }
  if (activation !== 1)
    throw new Error(`the face model has an activation that is not known here: ${activation}`);
  graph.add({ name: `${name}/linear`, ...node });
  graph.add({ name, op: 'Relu', input: [`${name}/linear`], attr: FLOAT });
}

function channelsLast(values: Float32Array, count: number, size: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let filter = 0; filter < count; filter++) {
    for (let i = 0; i < size; i++) turned[i * count + filter] = values[filter * size + i] ?? 0;
  }
  return turned;
}

function concatenation(name: string, input: readonly string[]): Node {
  const attr = { ...FLOAT, N: { i: String(input.length - 1) }, Tidx: { type: 'DT_INT32' } };
  return { name, op: 'ConcatV2', input, attr };
}

/** Padding of the schema: 0 same, 1 valid. */
function padding(operator: TfliteOperator): unknown {
  return text(operator.option(0, 'byte', 0) === 0 ? 'SAME' : 'VALID');
}

function text(value: string): unknown {
  return { s: Buffer.from(value).toString('base64') };
}

function list(values: readonly number[]): unknown {
  return { list: { i: values.map(String) } };
}

/** The TensorFlow.js graph while it is being built: nodes by the tensors of the TensorFlow Lite graph. */
class Graph {
  readonly #tensors: readonly TfliteTensor[];
  readonly #aliases = new Map<number, number>();
  readonly #nodes: Node[] = [];
  readonly #manifest: unknown[] = [];
  readonly #weights: Buffer[] = [];

  constructor(tensors: readonly TfliteTensor[]) {
    this.#tensors = tensors;
  }

  nameOf(tensor = -1): string {
    return `t${this.#aliases.get(tensor) ?? tensor}`;
  }

  shapeOf(tensor = -1): readonly number[] {
    return this.#tensor(tensor).shape;
  }

  lastSide(tensor: number): number {
    return this.shapeOf(tensor).at(-1) ?? 0;
  }

  alias(tensor: number, original = -1): void {
    this.#aliases.set(tensor, original);
  }

  add(node: Node): void {
    this.#nodes.push(node);
  }

  constant(name: string, shape: readonly number[], values: Float32Array | Int32Array): string {
    const [type, dtype] = values instanceof Int32Array ? ['DT_INT32', 'int32'] : ['DT_FLOAT', 'float32'];
    this.add({
      name,
      op: 'Const',
      attr: { dtype: { type }, value: { tensor: { dtype: type, tensorShape: {} } } },
    });
    this.#manifest.push({ name, shape, dtype });
    this.#weights.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    return name;
  }

  floats(tensor = -1): Float32Array {
    const { data, type } = this.#tensor(tensor);
    if (type === FLOAT16) {
      return Float32Array.from({ length: data.length / 2 }, (_, i) => fromHalf(data.readUInt16LE(2 * i)));
    }
    return Float32Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
  }

  integers(tensor = -1): Int32Array {
    const { data, type } = this.#tensor(tensor);
    if (type !== INT32) throw new Error('the face model has integers of a type that is not known here');
    return Int32Array.from({ length: data.length / 4 }, (_, i) => data.readInt32LE(4 * i));
  }

  finish(): GraphModel {
    return {
      model: {
        format: 'graph-model',
        modelTopology: { node: this.#nodes, versions: { producer: 1 } },
        weightsManifest: [{ paths: ['weights.bin'], weights: this.#manifest }],
      },
      weights: Buffer.concat(this.#weights),
    };
  }

  #tensor(tensor: number): TfliteTensor {
    const found = this.#tensors[this.#aliases.get(tensor) ?? tensor];
    if (!found) throw new Error(`the face model has no tensor ${tensor}`);
    return found;
  }
}

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
