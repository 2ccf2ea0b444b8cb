/**
 * Content of a TensorFlow Lite file, as far as a face detector needs it.
 * @see tensorflow/lite/schema/schema.fbs
 */
export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  /** Indices of tensors. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface TfliteTensor {
  readonly shape: readonly number[];
  /** TensorType of the schema: 0 float32, 1 float16, 2 int32. */
  readonly type: number;
  /** Weights; empty for what is calculated. */
  readonly data: Buffer;
}

export interface TfliteOperator {
  /** BuiltinOperator of the schema. */
  readonly code: number;
  readonly inputs: readonly number[];
  readonly output: number;
  /** A field of the operator's options by its number in the schema. */
  option(field: number, width: 'byte' | 'int', absent: number): number;
}

/** A table of a FlatBuffers file: fields are found through a list of offsets in front of it. */
class Table {
  readonly #bytes: Buffer;
  readonly #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  byte(field: number, absent = 0): number {
    const at = this.#field(field);
    return at === undefined ? absent : this.#bytes.readInt8(at);
  }

  int(field: number, absent = 0): number {
    const at = this.#field(field);
    return at === undefined ? absent : this.#bytes.readInt32LE(at);
  }

  table(field: number): Table | undefined {
    const at = this.#field(field);
    return at === undefined ? undefined : new Table(this.#bytes, this.#follow(at));
  }

  tables(field: number): readonly Table[] {
    const { start, length } = this.#vector(field);
    return Array.from({ length }, (_, i) => new Table(this.#bytes, this.#follow(start + 4 * i)));
  }

  ints(field: number): readonly number[] {
    const { start, length } = this.#vector(field);
    return Array.from({ length }, (_, i) => this.#bytes.readInt32LE(start + 4 * i));
  }

  bytes(field: number): Buffer {
    const { start, length } = this.#vector(field);
    return this.#bytes.subarray(start, start + length);
  }

  #field(field: number): number | undefined {
    const offsets = this.#at - this.#bytes.readInt32LE(this.#at);
    const slot = 4 + 2 * field;
    if (slot >= this.#bytes.readUInt16LE(offsets)) return undefined;
    const offset = this.#bytes.readUInt16LE(offsets + slot);
    return offset === 0 ? undefined : this.#at + offset;
  }

  #vector(field: number): { start: number; length: number } {
    const at = this.#field(field);
    if (at === undefined) return { start: 0, length: 0 };
    const start = this.#follow(at);
    return { start: start + 4, length: this.#bytes.readUInt32LE(start) };
  }

  #follow(at: number): number {
    return at + this.#bytes.readUInt32LE(at);
  }
}

export function readTflite(bytes: Buffer): TfliteModel {
  const model = new Table(bytes, bytes.readUInt32LE(0));
  // newer files have the code in a field of its own, older ones in a byte
  const codes = model.tables(1).map((code) => Math.max(code.byte(0), code.int(3)));
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0));
  const [graph] = model.tables(2);
  if (!graph) throw new Error('the TensorFlow Lite file has no graph');
  return {
    tensors: graph.tables(0).map((tensor) => ({
      shape: tensor.ints(0),
      type: tensor.byte(1),
      data: buffers[tensor.int(2)] ?? Buffer.alloc(0),
    })),
    operators: graph.tables(3).map((operator) => {
      const options = operator.table(4);
      return {
        code: codes[operator.int(0)] ?? -1,
        inputs: operator.ints(1),
        output: operator.ints(2)[0] ?? -1,
        option: (field, width, absent) =>
          (width === 'byte' ? options?.byte(field, absent) : options?.int(field, absent)) ?? absent,
      };
    }),
    inputs: graph.ints(1),
    outputs: graph.ints(2),
  };
}
