import { fourSizes, onnxDepthwiseFilters, onnxFilters } from './convolution-weights.ts';
import { OnnxGraph } from './onnx-graph.ts';
import {
  readWeights,
  type Weight,
  type Weights,
  type WeightsGroup,
  weightNamed,
} from './tensorflow-weights.ts';

/**
 * A TensorFlow.js graph model, as far as it is read here. Numbers and texts come as JSON of protocol buffers.
 */
export interface TensorflowGraph {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly WeightsGroup[];
}

interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, GraphAttribute>>;
}

interface GraphAttribute {
  readonly s?: string;
  readonly b?: boolean;
  readonly list?: { readonly i?: readonly string[]; readonly s?: readonly string[] };
  readonly shape?: { readonly dim: readonly { readonly size: string }[] };
}

/** The name that every converted model's input has; its layout is batch, channel, row, column. */
export const MODEL_INPUT = 'input';

/**
 * Converts a TensorFlow.js graph model to ONNX. Images turn from rows of interleaved channels (NHWC), which
 * TensorFlow uses, to planes (NCHW), which ONNX defines its operators on; results of fewer dimensions keep
 * TensorFlow's order.
 *
 * @param outputs nodes whose results the model gives, each under the name it is keyed by
 * @returns the ONNX model's bytes
 * @throws when the graph has an operator that this converter does not know
 */
export function convertTensorflowGraph(
  graph: TensorflowGraph,
  data: Buffer,
  outputs: Readonly<Record<string, string>>,
): Buffer {
  const conversion: Conversion = {
    onnx: new OnnxGraph(),
    weights: readWeights(graph.weightsManifest, data),
    names: new Map(),
  };
  for (const node of graph.modelTopology.node) {
    if (node.op === 'Const') continue;
    const convert = CONVERTERS[node.op];
    if (convert === undefined) throw new Error(`operator ${node.op} of ${node.name} is unknown here`);
    convert(node, conversion);
  }
  for (const [output, node] of Object.entries(outputs)) {
    conversion.onnx.node('Identity', [resultOf(conversion, node)], output);
    conversion.onnx.output(output);
  }
  return conversion.onnx.toBuffer();
}

interface Conversion {
  readonly onnx: OnnxGraph;
  readonly weights: Weights;
  /** ONNX names by TensorFlow names, where they differ. */
  readonly names: Map<string, string>;
}

type Converter = (node: GraphNode, conversion: Conversion) => void;

const CONVERTERS: Readonly<Record<string, Converter>> = {
  Placeholder: (node, { onnx, names }) => {
    const [, height, width, channels] = node.attr?.shape?.shape?.dim.map(({ size }) => Number(size)) ?? [];
    if (height === undefined || width === undefined || channels === undefined) {
      throw new Error(`input ${node.name} is not an image`);
    }
    onnx.input(MODEL_INPUT, [1, channels, height, width]);
    names.set(node.name, MODEL_INPUT);
  },
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: convolution,
  MaxPool: (node, conversion) => {
    const [, height, width] = integers(node, 'ksize');
    conversion.onnx.node('MaxPool', [inputOf(conversion, node, 0)], node.name, {
      kernel_shape: [height ?? 1, width ?? 1],
      ...stridesAndPadding(node),
    });
  },
  Add: elementwise('Add'),
  AddV2: elementwise('Add'),
  Mul: elementwise('Mul'),
  Minimum: elementwise('Min'),
  Maximum: elementwise('Max'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Identity: unary('Identity'),
  Softmax: (node, conversion) => {
    conversion.onnx.node('Softmax', [inputOf(conversion, node, 0)], node.name, { axis: -1 });
  },
  Prelu: (node, conversion) => {
    conversion.onnx.node('PRelu', [inputOf(conversion, node, 0), slopes(node, conversion, 1)], node.name);
  },
  Pad: (node, conversion) => {
    const [before, after] = padding(constantInput(conversion, node, 1));
    const pads = conversion.onnx.integers(`${node.name}/pads`, [...before, ...after]);
    conversion.onnx.node('Pad', [inputOf(conversion, node, 0), pads], node.name);
  },
  Mean: (node, conversion) => {
    const axes = [...constantInput(conversion, node, 1).values].sort();
    if (axes.join() !== '1,2')
      throw new Error(`${node.name} takes the mean over [${axes}], not over the image`);
    conversion.onnx.node('ReduceMean', [inputOf(conversion, node, 0)], node.name, {
      axes: [2, 3],
      keepdims: node.attr?.keep_dims?.b === true ? 1 : 0,
    });
  },
  Reshape: (node, conversion) => {
    const { onnx } = conversion;
    const rows = onnx.node('Transpose', [inputOf(conversion, node, 0)], `${node.name}/rows`, {
      perm: [0, 2, 3, 1],
    });
    const shape = onnx.integers(`${node.name}/shape`, [...constantInput(conversion, node, 1).values]);
    onnx.node('Reshape', [rows, shape], node.name);
  },
  ConcatV2: (node, conversion) => {
    const inputs = (node.input ?? []).slice(0, -1).map((name) => resultOf(conversion, name));
    conversion.onnx.node('Concat', inputs, node.name, { axis: 1 });
  },
  _FusedMatMul: (node, conversion) => {
    const { onnx } = conversion;
    const matrix = constantInput(conversion, node, 1);
    const bias = constantInput(conversion, node, 2);
    const [, ...activations] = fusedOperators(node);
    const inputs = [
      inputOf(conversion, node, 0),
      onnx.floats(`${node.name}/weights`, matrix.shape, matrix.values),
      onnx.floats(`${node.name}/bias`, bias.shape, bias.values),
    ];
    const sum = onnx.node('Gemm', inputs, activations.length > 0 ? `${node.name}/sum` : node.name);
    if (activations.length > 0) onnx.node('Relu', [sum], node.name);
  },
};

function convolution(node: GraphNode, conversion: Conversion): void {
  const { onnx } = conversion;
  const filters = constantInput(conversion, node, 1);
  const [height, width, channels] = fourSizes(filters);
  const depthwise = node.op === 'DepthwiseConv2dNative';
  const { shape, values } = depthwise ? onnxDepthwiseFilters(filters) : onnxFilters(filters);
  const inputs = [inputOf(conversion, node, 0), onnx.floats(`${node.name}/filters`, shape, values)];
  const fused = fusedOperators(node);
  if (fused.includes('BiasAdd')) {
    const bias = constantInput(conversion, node, 2);
    inputs.push(onnx.floats(`${node.name}/bias`, [bias.values.length], bias.values));
  }
  const activation = fused.find((operator) => operator !== 'BiasAdd');
  const sum = activation === undefined ? node.name : `${node.name}/sum`;
  onnx.node('Conv', inputs, sum, {
    kernel_shape: [height, width],
    group: depthwise ? channels : 1,
    ...stridesAndPadding(node),
  });
  if (activation === 'Relu') onnx.node('Relu', [sum], node.name);
  else if (activation === 'Prelu') onnx.node('PRelu', [sum, slopes(node, conversion, 3)], node.name);
  else if (activation !== undefined) throw new Error(`${node.name} is fused with ${activation}`);
}

function unary(operator: string): Converter {
  return (node, conversion) => {
    conversion.onnx.node(operator, [inputOf(conversion, node, 0)], node.name);
  };
}

function elementwise(operator: string): Converter {
  return (node, conversion) => {
    const inputs = (node.input ?? []).map((name, index) => {
      const weight = conversion.weights.get(name);
      if (weight === undefined) return resultOf(conversion, name);
      // channels are TensorFlow's last dimension and the third from the end of ONNX's
      const shape = weight.shape.length === 1 ? [...weight.shape, 1, 1] : weight.shape;
      return conversion.onnx.floats(`${node.name}/operand${index}`, shape, weight.values);
    });
    conversion.onnx.node(operator, inputs, node.name);
  };
}

/** The learned slopes of a PReLU, one a channel. */
function slopes(node: GraphNode, conversion: Conversion, input: number): string {
  const { values } = constantInput(conversion, node, input);
  return conversion.onnx.floats(`${node.name}/slopes`, [values.length, 1, 1], values);
}

function stridesAndPadding(node: GraphNode): { strides: number[]; auto_pad: string } {
  const [, vertical, horizontal] = integers(node, 'strides');
  const kind = Buffer.from(node.attr?.padding?.s ?? '', 'base64').toString();
  // TensorFlow puts the odd pixel of SAME at the end
  return { strides: [vertical ?? 1, horizontal ?? 1], auto_pad: kind === 'SAME' ? 'SAME_UPPER' : 'VALID' };
}

/** Pairs (before, after) by dimension NHWC, as ONNX's list of all before and all after by NCHW. */
function padding({ values }: Weight): readonly [number[], number[]] {
  const order = [0, 3, 1, 2];
  return [
    order.map((dimension) => values[2 * dimension] ?? 0),
    order.map((dimension) => values[2 * dimension + 1] ?? 0),
  ];
}

function integers(node: GraphNode, attribute: string): readonly number[] {
  return (node.attr?.[attribute]?.list?.i ?? []).map(Number);
}

function fusedOperators(node: GraphNode): readonly string[] {
  return (node.attr?.fused_ops?.list?.s ?? []).map((name) => Buffer.from(name, 'base64').toString());
}

function constantInput({ weights }: Conversion, node: GraphNode, index: number): Weight {
  return weightNamed(weights, node.input?.[index] ?? '');
}

function inputOf(conversion: Conversion, node: GraphNode, index: number): string {
  return resultOf(conversion, node.input?.[index] ?? '');
}

function resultOf({ names }: Conversion, name: string): string {
  return names.get(name) ?? name;
}
