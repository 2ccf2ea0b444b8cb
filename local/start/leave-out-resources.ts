import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface DeployableAssembly {
  /** Stacks that still have resources, by the names the CDK CLI uses. */
  readonly stacks: readonly string[];
  /** Resources left out: type -> count. */
  readonly leftOut: Readonly<Record<string, number>>;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly properties?: { readonly templateFile?: string };
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
}

/**
 * Removes resources of some types from a cloud assembly, in place: CloudFormation refuses a whole template
 * for one unknown type, and emulators know fewer types than AWS. No other resource may refer to a removed
 * one.
 * @param cdkOut cloud assembly of one stage, as `cdk synth` wrote it
 * @param types such as `AWS::CloudWatch::Alarm`
 */
export async function leaveOutResources(
  cdkOut: string,
  types: readonly string[],
): Promise<DeployableAssembly> {
  const manifestFile = join(cdkOut, 'manifest.json');
  const { artifacts } = await readJson<{ artifacts: Record<string, Artifact> }>(manifestFile);
  const stacks: string[] = [];
  const leftOut: Record<string, number> = {};
  for (const [id, { type, displayName, properties }] of Object.entries(artifacts)) {
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) continue;
    const templateFile = join(cdkOut, properties.templateFile);
    const template = await readJson<Template>(templateFile);
    const all = Object.entries(template.Resources ?? {});
    const kept = all.filter(([, resource]) => !types.includes(resource.Type));
    if (kept.length > 0) stacks.push(displayName ?? id);
    if (kept.length === all.length) continue;
    for (const [, { Type }] of all) if (types.includes(Type)) leftOut[Type] = (leftOut[Type] ?? 0) + 1;
    const text = JSON.stringify({ ...template, Resources: Object.fromEntries(kept) }, undefined, 1);
    await writeFile(templateFile, text);
    await renameTemplateAsset(manifestFile, templateFile, text);
  }
  return { stacks, leftOut };
}

/** Renames a changed template's asset: a bucket may already hold the original template under the old hash. */
async function renameTemplateAsset(manifestFile: string, templateFile: string, text: string): Promise<void> {
  const assetFile = templateFile.replace(/\.template\.json$/, '.assets.json');
  const { files } = await readJson<{ files: Record<string, { source: { path: string } }> }>(assetFile);
  const [oldHash] = Object.entries(files).find(([, { source }]) => templateFile.endsWith(source.path)) ?? [];
  if (oldHash === undefined) return;
  const hash = createHash('sha256').update(text).digest('hex');
  for (const file of [assetFile, manifestFile])
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(oldHash, hash));
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
