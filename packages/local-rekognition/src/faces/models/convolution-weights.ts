import type { Weight } from './tensorflow-weights.ts';

/** TensorFlow keeps convolution filters as height, width, in, out; ONNX as out, in, height, width. */
export function onnxFilters(weight: Weight): Weight {
  const [height, width, inputs, outputs] = fourSizes(weight);
  const area = height * width;
  const values = new Float32Array(weight.values.length);
  for (let tap = 0; tap < area; tap++) {
    for (let input = 0; input < inputs; input++) {
      const row = (tap * inputs + input) * outputs;
      for (let output = 0; output < outputs; output++) {
        values[(output * inputs + input) * area + tap] = weight.values[row + output] ?? 0;
      }
    }
  }
  return { shape: [outputs, inputs, height, width], values };
}

/** A depthwise filter is height, width, in, multiplier; ONNX has one group per input channel. */
export function onnxDepthwiseFilters(weight: Weight): Weight {
  const [height, width, inputs, multiplier] = fourSizes(weight);
  const area = height * width;
  const channels = inputs * multiplier;
  const values = new Float32Array(weight.values.length);
  for (let tap = 0; tap < area; tap++) {
    for (let channel = 0; channel < channels; channel++) {
      values[channel * area + tap] = weight.values[tap * channels + channel] ?? 0;
    }
  }
  return { shape: [channels, 1, height, width], values };
}

export function fourSizes(weight: Weight): readonly [number, number, number, number] {
  const [a, b, c, d] = weight.shape;
  if (a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new Error(`a convolution's filters have four dimensions, not [${weight.shape.join(', ')}]`);
  }
  return [a, b, c, d];
}
