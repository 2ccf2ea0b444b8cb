import { InferenceSession, Tensor } from 'onnxruntime-node';
import { giveFloats } from '../imaging/float-buffers.ts';
import type { ModelName } from '../models/model-catalog.ts';
import { loadModel, storeModel } from '../models/model-store.ts';
import { MODEL_INPUT } from '../models/tensorflow-graph.ts';
import { requireNoTelemetry } from './no-telemetry.ts';

/** Runs a network on one image. */
export interface ModelSessions {
  /**
   * @param input planes in the network's size; they are used up: the next chip may be written over them
   * @returns the network's results by the names of the model catalogue
   */
  run(model: ModelName, input: Float32Array): Promise<Readonly<Record<string, Float32Array>>>;
}

/**
 * Opens each model when it is first run: without requests for attributes, their networks are never loaded.
 */
export function openModelSessions(modelsDir: string): ModelSessions {
  const opened = new Map<ModelName, Promise<InferenceSession>>();
  return {
    async run(model, input) {
      let opening = opened.get(model);
      if (opening === undefined) {
        opening = openSession(model, modelsDir);
        opened.set(model, opening);
      }
      const session = await opening;
      const results = await session.run({ [MODEL_INPUT]: new Tensor('float32', input, inputShape(session)) });
      giveFloats(input);
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
  };
}

async function openSession(model: ModelName, modelsDir: string): Promise<InferenceSession> {
  requireNoTelemetry();
  try {
    return await createSession(await loadModel(model, modelsDir));
  } catch {
    // what is kept may be damaged; what is wrong with a fresh conversion is for the caller
    return createSession(await storeModel(model, modelsDir));
  }
}

function createSession(bytes: Buffer): Promise<InferenceSession> {
  return InferenceSession.create(bytes, {
    graphOptimizationLevel: 'all',
    // cores are shared by worker threads, one image each
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // 3: errors only; the runtime warns of every initializer that it folds away
    logSeverityLevel: 3,
  });
}

function inputShape(session: InferenceSession): readonly number[] {
  const [input] = session.inputMetadata;
  if (input === undefined || !input.isTensor) throw new Error('a model has no tensor for an input');
  return input.shape as readonly number[];
}
