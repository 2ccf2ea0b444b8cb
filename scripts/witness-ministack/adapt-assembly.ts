import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Template {
  readonly Resources: Record<string, Resource>;
}

export interface Adaptation {
  /** What had to be changed, a line each: this is the list of what MiniStack cannot do. */
  readonly changes: readonly string[];
  /** Collections that the templates declare; the local Rekognition has to be told of them. */
  readonly collectionIds: readonly string[];
}

/**
 * Changes a copy of the cloud assembly where MiniStack 1.5.33 would refuse it or run it wrongly, and points the
 * functions at the local Rekognition.
 */
export async function adaptAssembly(assembly: string, rekognitionEndpoint: string): Promise<Adaptation> {
  const changes: string[] = [];
  const collectionIds: string[] = [];
  for (const file of (await readdir(assembly)).filter((name) => name.endsWith('.template.json'))) {
    const original = await readFile(join(assembly, file), 'utf8');
    const template = JSON.parse(original) as Template;
    for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type === 'AWS::Rekognition::Collection') {
        collectionIds.push(String(Properties.CollectionId));
        delete template.Resources[logicalId];
        changes.push(`${Type} is not a type it knows: ${logicalId} left out`);
      } else if (Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics) {
        delete template.Resources[logicalId];
        changes.push(`it has no metric math in alarms: ${logicalId} left out`);
      } else if (Type === 'AWS::Lambda::Function') {
        const environment = (Properties.Environment ?? {}) as { Variables?: object };
        Properties.Environment = {
          Variables: { ...environment.Variables, AWS_ENDPOINT_URL_REKOGNITION: rekognitionEndpoint },
        };
      } else if (Type === 'AWS::StepFunctions::StateMachine') {
        Properties.DefinitionString = assignAfterParallel(Properties.DefinitionString, changes);
      }
    }
    // an empty template is no template
    if (Object.keys(template.Resources).length === 0)
      template.Resources.Nothing = { Type: 'AWS::CloudFormation::WaitConditionHandle', Properties: {} };
    await replaceTemplate(assembly, file, original, JSON.stringify(template));
  }
  return { changes, collectionIds };
}

/** Templates are uploaded under their hash, and what was uploaded once is not uploaded again. */
async function replaceTemplate(
  assembly: string,
  file: string,
  original: string,
  replacement: string,
): Promise<void> {
  const before = createHash('sha256').update(original).digest('hex');
  const after = createHash('sha256').update(replacement).digest('hex');
  await writeFile(join(assembly, file), replacement);
  for (const index of ['manifest.json', file.replace('.template.json', '.assets.json')]) {
    const text = await readFile(join(assembly, index), 'utf8');
    await writeFile(join(assembly, index), text.replaceAll(before, after));
  }
}

interface State {
  readonly Type: string;
  Assign?: unknown;
  Next?: string;
}

/** MiniStack ignores `Assign` on a Parallel state: a Pass state behind it assigns the same. */
function assignAfterParallel(definitionString: unknown, changes: string[]): unknown {
  const { text, placeholders } = withPlaceholders(definitionString);
  const definition = JSON.parse(text) as { States: Record<string, State> };
  for (const [name, state] of Object.entries(definition.States)) {
    if (state.Type !== 'Parallel' || state.Assign === undefined || state.Next === undefined) continue;
    const assigning = `Assign${name}`;
    const Assign = JSON.parse(
      JSON.stringify(state.Assign).replaceAll('$states.result', '$states.input'),
    ) as unknown;
    definition.States[assigning] = { Type: 'Pass', Assign, Next: state.Next };
    state.Next = assigning;
    delete state.Assign;
    changes.push(`it ignores Assign on a Parallel state: a Pass state behind ${name} does it`);
  }
  return withoutPlaceholders(JSON.stringify(definition), placeholders);
}

/** A definition is a text joined with references; each reference stands as a mark while the text is JSON. */
function withPlaceholders(definitionString: unknown): { text: string; placeholders: readonly unknown[] } {
  if (typeof definitionString === 'string') return { text: definitionString, placeholders: [] };
  const { 'Fn::Join': join } = definitionString as { 'Fn::Join': [string, unknown[]] };
  const placeholders: unknown[] = [];
  const parts = join[1].map((part) => {
    if (typeof part === 'string') return part;
    placeholders.push(part);
    return `@@${placeholders.length - 1}@@`;
  });
  return { text: parts.join(join[0]), placeholders };
}

function withoutPlaceholders(text: string, placeholders: readonly unknown[]): unknown {
  const parts = text
    .split(/@@(\d+)@@/)
    .map((part, index) => (index % 2 === 1 ? placeholders[Number(part)] : part));
  return { 'Fn::Join': ['', parts] };
}
