import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse, sep } from 'node:path';
import { CONVERTER_VERSION, MODELS, type ModelName, type ModelSource } from './model-catalog.ts';

const require = createRequire(import.meta.url);

/**
 * The ONNX bytes of a model, converted out of its npm package
 * at the first call and kept in `modelsDir` from then on.
 *
 * @throws when the package is missing, or holds other weights than this engine was measured with
 */
export async function loadModel(name: ModelName, modelsDir: string): Promise<Buffer> {
  try {
    return await readFile(join(modelsDir, fileName(name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return storeModel(name, modelsDir);
  }
}

/**
 * Converts a model even if a copy exists. Two processes may
 * do so at once: a file is complete when it gets its name.
 */
export async function storeModel(name: ModelName, modelsDir: string): Promise<Buffer> {
  const bytes = await convertModel(name);
  const file = join(modelsDir, fileName(name));
  const unfinished = `${file}.${randomUUID()}`;
  await mkdir(modelsDir, { recursive: true });
  await writeFile(unfinished, bytes);
  await rename(unfinished, file);
  return bytes;
}

/** Named after all that it is made of: a change of the converter or of the sources makes another file. */
function fileName(name: ModelName): string {
  const { topology, weights } = MODELS[name];
  const sources = createHash('sha256').update(`${CONVERTER_VERSION} ${topology.sha256} ${weights.sha256}`);
  return `${name}-${sources.digest('hex').slice(0, 16)}.onnx`;
}

async function convertModel(name: ModelName): Promise<Buffer> {
  const model = MODELS[name];
  const root = packageRoot(model.package);
  const [topology, weights] = await Promise.all([
    readSource(root, model.topology),
    readSource(root, model.weights),
  ]);
  return model.convert(JSON.parse(topology.toString()), weights);
}

async function readSource(root: string, source: ModelSource): Promise<Buffer> {
  const file = join(root, source.path);
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== source.sha256) {
    throw new Error(`${file} has SHA-256 ${sha256}, not ${source.sha256}: install the pinned version again`);
  }
  return bytes;
}

/** The folder of an installed package. Its `exports` may hide package.json, but never its main file. */
function packageRoot(name: string): string {
  const suffix = join('node_modules', ...name.split('/'));
  let folder = dirname(require.resolve(name));
  while (!folder.endsWith(sep + suffix)) {
    if (folder === parse(folder).root) throw new Error(`package ${name} is not inside a node_modules folder`);
    folder = dirname(folder);
  }
  return folder;
}
