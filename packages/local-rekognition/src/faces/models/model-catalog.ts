import { convertDlibResnet } from './dlib-resnet.ts';
import { convertTensorflowGraph, type TensorflowGraph } from './tensorflow-graph.ts';
import type { WeightsGroup } from './tensorflow-weights.ts';

/** Counts up with every change of what the converters write, so that no older conversion is used. */
export const CONVERTER_VERSION = 1;

export type ModelName = 'blazeface' | 'facemesh' | 'iris' | 'faceres' | 'emotion' | 'dlib';

/** A file inside an installed package, and what it must hold. */
export interface ModelSource {
  readonly path: string;
  readonly sha256: string;
}

export interface Model {
  readonly package: string;
  readonly topology: ModelSource;
  readonly weights: ModelSource;
  /** @returns the ONNX model's bytes */
  readonly convert: (topology: unknown, weights: Buffer) => Buffer;
}

const HUMAN = '@vladmandic/human';
const FACE_API = '@vladmandic/face-api';

/** Outputs are named here once; the readers of each model use these names. */
export const MODELS: Readonly<Record<ModelName, Model>> = {
  blazeface: {
    package: HUMAN,
    topology: {
      path: 'models/blazeface.json',
      sha256: 'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
    },
    weights: {
      path: 'models/blazeface.bin',
      sha256: 'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
    },
    convert: graph({
      fineScores: 'Identity',
      coarseScores: 'Identity_1',
      fineBoxes: 'Identity_2',
      coarseBoxes: 'Identity_3',
    }),
  },
  facemesh: {
    package: HUMAN,
    topology: {
      path: 'models/facemesh.json',
      sha256: 'b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7',
    },
    weights: {
      path: 'models/facemesh.bin',
      sha256: '3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b',
    },
    convert: graph({ faceFlag: 'Identity_1', mesh: 'Identity_2' }),
  },
  iris: {
    package: HUMAN,
    topology: {
      path: 'models/iris.json',
      sha256: '49038ac9dcc09aa05474d91d98e9db5b47af4830929bcf102ed5a56bfbabb465',
    },
    weights: {
      path: 'models/iris.bin',
      sha256: 'd7f296d184274213d4642681ae186112cbbec77fd2ab066257d3c56a1940bc71',
    },
    convert: graph({ contoursAndIris: 'Identity' }),
  },
  faceres: {
    package: HUMAN,
    topology: {
      path: 'models/faceres.json',
      sha256: '5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df',
    },
    weights: {
      path: 'models/faceres.bin',
      sha256: '2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b',
    },
    convert: graph({
      gender: 'gender_pred/Sigmoid',
      age: 'age_pred/Softmax',
      descriptor: 'global_pooling/Mean',
    }),
  },
  emotion: {
    package: HUMAN,
    topology: {
      path: 'models/emotion.json',
      sha256: '56f7e557eb0c863a8b9ab04ac7ccba756e93bf2c27dce135ef0e8712b80b7ad2',
    },
    weights: {
      path: 'models/emotion.bin',
      sha256: '927ac8224f356ab1e68c2bcfbfa07b0c8567047d1bcf817388ba6e38214c4987',
    },
    convert: graph({ emotions: 'Identity' }),
  },
  dlib: {
    package: FACE_API,
    topology: {
      path: 'model/face_recognition_model-weights_manifest.json',
      sha256: 'cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b',
    },
    weights: {
      path: 'model/face_recognition_model.bin',
      sha256: 'b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589',
    },
    convert: (topology, weights) => convertDlibResnet(topology as readonly WeightsGroup[], weights),
  },
};

function graph(outputs: Readonly<Record<string, string>>): Model['convert'] {
  return (topology, weights) => convertTensorflowGraph(topology as TensorflowGraph, weights, outputs);
}
