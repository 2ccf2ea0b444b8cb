import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The parts of a synthesized CloudFormation template that are read here; values still hold intrinsics. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateEntry>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

interface TemplateEntry {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
}

export interface AssemblyStack {
  /** Name that CloudFormation knows the stack by. */
  readonly name: string;
  /** Region that the app pinned; undefined for a stack that is deployed wherever the caller is. */
  readonly region: string | undefined;
  readonly template: Template;
  /** Absolute path of a file asset, by the hash that its S3 key begins with. */
  assetPath(hash: string): string | undefined;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
  };
}

/**
 * Reads what `cdk synth` wrote: every stack of every stage with its template and assets.
 * @throws Error when the directory holds no cloud assembly.
 */
export async function readCloudAssembly(cdkOut: string): Promise<AssemblyStack[]> {
  const manifest = await readJson<{ artifacts?: Record<string, Artifact> }>(join(cdkOut, 'manifest.json'));
  const stacks = await Promise.all(
    Object.entries(manifest.artifacts ?? {}).map(async ([id, artifact]): Promise<AssemblyStack[]> => {
      const { templateFile, directoryName } = artifact.properties ?? {};
      if (artifact.type === 'cdk:cloud-assembly' && directoryName) {
        return readCloudAssembly(join(cdkOut, directoryName));
      }
      if (artifact.type !== 'aws:cloudformation:stack' || !templateFile) return [];
      return [
        await readStack(
          cdkOut,
          templateFile,
          artifact.properties?.stackName ?? artifact.displayName ?? id,
          artifact,
        ),
      ];
    }),
  );
  return stacks.flat();
}

async function readStack(
  cdkOut: string,
  templateFile: string,
  name: string,
  artifact: Artifact,
): Promise<AssemblyStack> {
  const assetFile = templateFile.replace(/\.template\.json$/, '.assets.json');
  const [template, assets] = await Promise.all([
    readJson<Template>(join(cdkOut, templateFile)),
    readJson<{ files?: Record<string, { source: { path: string } }> }>(join(cdkOut, assetFile)),
  ]);
  const region = artifact.environment?.split('/').at(-1);
  return {
    name,
    region: region === 'unknown-region' ? undefined : region,
    template,
    assetPath: (hash) => {
      const asset = assets.files?.[hash];
      return asset && resolve(cdkOut, asset.source.path);
    },
  };
}

async function readJson<T>(file: string): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`${file} is not a readable part of a cloud assembly; run "cdk synth" again`, { cause });
  }
}
