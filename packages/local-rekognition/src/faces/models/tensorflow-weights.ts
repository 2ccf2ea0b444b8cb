/** One group of a TensorFlow.js weights manifest, and an entry of it, as far as they are read here. */
export interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
}

export interface Weight {
  readonly shape: readonly number[];
  /** Row-major. Whole numbers, too, are held as floats: they are axes and shapes, all small. */
  readonly values: Float32Array;
}

export type Weights = ReadonlyMap<string, Weight>;

/** Reads every weight of a manifest out of `data`, the concatenation of the files it names. */
export function readWeights(manifest: readonly WeightsGroup[], data: Buffer): Weights {
  const weights = new Map<string, Weight>();
  let offset = 0;
  for (const entry of manifest.flatMap((group) => group.weights)) {
    const count = entry.shape.reduce((product, size) => product * size, 1);
    const storage = STORAGES[entry.quantization?.dtype ?? entry.dtype];
    if (storage === undefined) {
      throw new Error(`weight ${entry.name} is stored as ${entry.quantization?.dtype ?? entry.dtype}`);
    }
    const end = offset + count * storage.bytes;
    if (end > data.length) throw new Error(`weight ${entry.name} ends at ${end} of ${data.length} bytes`);
    weights.set(entry.name, {
      shape: entry.shape,
      values: dequantize(storage.read(data, offset, count), entry.quantization),
    });
    offset = end;
  }
  return weights;
}

/** The weight of this name; throws when there is none. */
export function weightNamed(weights: Weights, name: string): Weight {
  const weight = weights.get(name);
  if (weight === undefined) throw new Error(`there is no weight ${name}`);
  return weight;
}

interface Storage {
  readonly bytes: number;
  readonly read: (data: Buffer, offset: number, count: number) => Float32Array;
}

const STORAGES: Readonly<Record<string, Storage>> = {
  float32: { bytes: 4, read: (data, offset, count) => new Float32Array(copy(data, offset, count * 4)) },
  int32: {
    bytes: 4,
    read: (data, offset, count) => Float32Array.from(new Int32Array(copy(data, offset, count * 4))),
  },
  float16: { bytes: 2, read: readHalfFloats },
  uint8: {
    bytes: 1,
    read: (data, offset, count) => Float32Array.from(data.subarray(offset, offset + count)),
  },
};

/** Typed arrays ask for aligned bytes, which a weight in the middle of a file seldom is. */
function copy(data: Buffer, offset: number, bytes: number): ArrayBuffer {
  return Uint8Array.prototype.slice.call(data, offset, offset + bytes).buffer as ArrayBuffer;
}

function dequantize(values: Float32Array, quantization: WeightEntry['quantization']): Float32Array {
  if (quantization?.scale === undefined || quantization.min === undefined) return values;
  const { scale, min } = quantization;
  return values.map((value) => value * scale + min);
}

let halfFloats: Float32Array | undefined;

/** All 65,536 half floats (IEEE 754 binary16) by their bits: decoding millions one by one takes a second. */
function halfFloatTable(): Float32Array {
  if (halfFloats !== undefined) return halfFloats;
  halfFloats = new Float32Array(65_536);
  for (let bits = 0; bits < 65_536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) halfFloats[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) halfFloats[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else halfFloats[bits] = sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
  }
  return halfFloats;
}

function readHalfFloats(data: Buffer, offset: number, count: number): Float32Array {
  const table = halfFloatTable();
  const bits = new Uint16Array(copy(data, offset, count * 2));
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = table[bits[i] ?? 0] ?? 0;
  return values;
}
