import { ProtobufMessage } from './protobuf-message.ts';

/** Field numbers and constants below are those of onnx.proto3, IR version 8. */
const IR_VERSION = 8;
/** The last operator set in which ReduceMean takes its axes as an attribute. */
const OPERATOR_SET = 13;
const TENSOR_FLOAT = 1;
const TENSOR_INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

/** A whole number, whole numbers, or text: the kinds that the operators in use take. */
export type OnnxAttribute = number | readonly number[] | string;

/** Builds one ONNX model, node by node, in topological order. */
export class OnnxGraph {
  readonly #graph = new ProtobufMessage();
  #nodes = 0;

  input(name: string, shape: readonly number[]): void {
    const dimensions = new ProtobufMessage();
    for (const size of shape) dimensions.message(1, new ProtobufMessage().integer(1, size));
    const tensor = new ProtobufMessage().integer(1, TENSOR_FLOAT).message(2, dimensions);
    this.#graph.message(
      11,
      new ProtobufMessage().bytes(1, name).message(2, new ProtobufMessage().message(1, tensor)),
    );
  }

  /** Names a node's result as one of the model's results; its shape is left to the runtime. */
  output(name: string): void {
    const tensor = new ProtobufMessage().integer(1, TENSOR_FLOAT);
    this.#graph.message(
      12,
      new ProtobufMessage().bytes(1, name).message(2, new ProtobufMessage().message(1, tensor)),
    );
  }

  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.#tensor(
      name,
      shape,
      TENSOR_FLOAT,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    );
  }

  integers(name: string, values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.#tensor(name, [values.length], TENSOR_INT64, Buffer.from(data.buffer));
  }

  /** Adds an operator; an input named '' is one left out. Gives its output's name back. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const node = new ProtobufMessage();
    for (const input of inputs) node.bytes(1, input);
    node
      .bytes(2, output)
      .bytes(3, `${operator}_${this.#nodes++}`)
      .bytes(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.#graph.message(1, node);
    return output;
  }

  /** The model's bytes, as `onnxruntime` loads them. */
  toBuffer(): Buffer {
    return new ProtobufMessage()
      .integer(1, IR_VERSION)
      .message(8, new ProtobufMessage().bytes(1, '').integer(2, OPERATOR_SET))
      .message(7, this.#graph.bytes(2, 'graph'))
      .toBuffer();
  }

  #tensor(name: string, shape: readonly number[], type: number, data: Buffer): string {
    const tensor = new ProtobufMessage();
    for (const size of shape) tensor.integer(1, size);
    this.#graph.message(5, tensor.integer(2, type).bytes(8, name).bytes(9, data));
    return name;
  }
}

function attribute(name: string, value: OnnxAttribute): ProtobufMessage {
  const message = new ProtobufMessage().bytes(1, name);
  if (typeof value === 'string') return message.bytes(4, value).integer(20, ATTRIBUTE_STRING);
  if (typeof value === 'number') return message.integer(3, value).integer(20, ATTRIBUTE_INT);
  for (const item of value) message.integer(8, item);
  return message.integer(20, ATTRIBUTE_INTS);
}
