import { readFile } from 'node:fs/promises';
import { type AssemblyStack, readCloudAssembly, type Template } from './cloud-assembly.ts';
import type { TemplateResource } from './emulator.ts';
import { resolveIntrinsics, type Scope } from './template/intrinsics.ts';
import { localAddresses } from './template/local-addresses.ts';
import { type PhysicalNames, physicalNames } from './template/physical-names.ts';

/**
 * No real account has it, so nothing that is meant for AWS can be mistaken for local, or the other way round.
 */
export const LOCAL_ACCOUNT_ID = '000000000000';
const DEFAULT_REGION = 'us-east-1';

/** Everything that the synthesized templates declare, with intrinsics resolved and physical names given. */
export interface CloudTemplate {
  /** Region that most resources are pinned to: a deployment's own, where it has replicas in another. */
  readonly region: string;
  readonly resources: readonly TemplateResource[];
  /** Stack name -> output name -> value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Directory that a file asset was staged in, by the S3 key that the template gives it. */
  assetPath(s3Key: string): string | undefined;
}

/**
 * Reads a cloud assembly as CloudFormation would deploy it: stacks, nested stacks, references between stacks.
 * @param endpoint URL of the local cloud, such as `http://localhost:4580`.
 * @throws Error that names stack, resource and what could not be resolved.
 */
export async function readTemplates(cdkOut: string, endpoint: string): Promise<CloudTemplate> {
  const assembly = await readCloudAssembly(cdkOut);
  const region = mainRegionOf(assembly);
  const siblings: ResolvedStack[] = [];
  for (const source of assembly) {
    siblings.push(
      await resolvedStack(source, {
        region: source.region ?? region,
        endpoint,
        siblings,
        parameters: () => undefined,
      }),
    );
  }
  const all = siblings.flatMap((stack) => stack.withNested());
  return {
    region,
    resources: all.flatMap((stack) => stack.resources()),
    outputs: Object.fromEntries(siblings.map((stack) => [stack.name, stack.outputs()])),
    assetPath: (s3Key) => {
      const hash = s3Key.replace(/\.[a-z]+$/, '');
      return assembly.map((stack) => stack.assetPath(hash)).find((path) => path !== undefined);
    },
  };
}

function mainRegionOf(assembly: readonly AssemblyStack[]): string {
  const counts = new Map<string, number>();
  for (const { region, template } of assembly) {
    if (!region) continue;
    counts.set(region, (counts.get(region) ?? 0) + Object.keys(template.Resources ?? {}).length);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? DEFAULT_REGION;
}

interface StackContext {
  readonly region: string;
  readonly endpoint: string;
  /** Stacks that can be imported from. */
  readonly siblings: readonly ResolvedStack[];
  /** Parameters that the parent of a nested stack passes. */
  readonly parameters: () => Readonly<Record<string, unknown>> | undefined;
}

interface ResolvedStack {
  readonly name: string;
  resources(): TemplateResource[];
  outputs(): Record<string, string>;
  /** Value of an export; undefined when this stack does not export it. */
  exported(name: string): unknown;
  output(name: string): unknown;
  withNested(): ResolvedStack[];
}

async function resolvedStack(source: AssemblyStack, context: StackContext): Promise<ResolvedStack> {
  const { template, name: stackName } = source;
  const entries = template.Resources ?? {};
  const nested = new Map<string, ResolvedStack>();
  const names = new Map<string, PhysicalNames>();

  const namesOf = (logicalId: string): PhysicalNames => {
    const known = names.get(logicalId);
    if (known) return known;
    const entry = entries[logicalId];
    if (!entry) throw new Error(`stack ${stackName} refers to "${logicalId}", which it does not declare`);
    const created = physicalNames({
      stack: stackName,
      logicalId,
      type: entry.Type,
      region: context.region,
      accountId: LOCAL_ACCOUNT_ID,
      endpoint: context.endpoint,
      property: (name) => resolveIntrinsics(entry.Properties?.[name], scope),
    });
    names.set(logicalId, created);
    return created;
  };

  const pseudoParameters: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': LOCAL_ACCOUNT_ID,
    'AWS::NoValue': undefined,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': context.region,
    'AWS::StackId': `arn:aws:cloudformation:${context.region}:${LOCAL_ACCOUNT_ID}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  const scope: Scope = {
    region: context.region,
    ref: (name) => {
      if (name in pseudoParameters) return pseudoParameters[name];
      const parameter = template.Parameters?.[name];
      if (parameter) return context.parameters()?.[name] ?? parameter.Default;
      return isCreated(name) ? namesOf(name).ref : undefined;
    },
    attribute: (logicalId, attribute) => {
      const child = nested.get(logicalId);
      if (child && attribute.startsWith('Outputs.')) return child.output(attribute.slice('Outputs.'.length));
      const value = namesOf(logicalId).attribute(attribute);
      if (value !== undefined) return value;
      throw new Error(
        `stack ${stackName}: ${entries[logicalId]?.Type} "${logicalId}" has no attribute "${attribute}" here`,
      );
    },
    condition: (name) => {
      if (template.Conditions && name in template.Conditions)
        return resolveIntrinsics(template.Conditions[name], scope) === true;
      throw new Error(`stack ${stackName} names the condition "${name}", which it does not declare`);
    },
    mapping: (map, top, second) => template.Mappings?.[map]?.[top]?.[second],
    importValue: (exportName) => {
      for (const sibling of context.siblings) {
        const value = sibling.exported(exportName);
        if (value !== undefined) return value;
      }
      throw new Error(`stack ${stackName} imports "${exportName}", which no stack exports`);
    },
    stackOutput: (name, output) => {
      const sibling = context.siblings.find((stack) => stack.name === name);
      if (!sibling)
        throw new Error(`stack ${stackName} reads an output of the stack "${name}", which is not there`);
      return sibling.output(output);
    },
  };

  const isCreated = (logicalId: string): boolean => {
    const condition = entries[logicalId]?.Condition;
    return condition === undefined || scope.condition(condition);
  };
  const resolved = (value: unknown): unknown =>
    withLocalAddresses(resolveIntrinsics(value, scope), context.endpoint);

  for (const [logicalId, entry] of Object.entries(entries)) {
    if (entry.Type !== 'AWS::CloudFormation::Stack') continue;
    nested.set(
      logicalId,
      await resolvedStack(await nestedSource(source, logicalId, entry.Properties?.TemplateURL), {
        ...context,
        parameters: () => resolved(entry.Properties?.Parameters ?? {}) as Record<string, unknown>,
      }),
    );
  }

  const self: ResolvedStack = {
    name: stackName,
    resources: () =>
      Object.entries(entries)
        .filter(([logicalId]) => isCreated(logicalId))
        .map(([logicalId, entry]) => {
          const { ref, arn } = namesOf(logicalId);
          const properties = resolved(entry.Properties ?? {}) as Record<string, unknown>;
          return {
            stack: stackName,
            logicalId,
            type: entry.Type,
            properties,
            ref,
            arn,
            deletionPolicy: entry.DeletionPolicy,
          };
        }),
    outputs: () =>
      Object.fromEntries(
        Object.keys(template.Outputs ?? {}).map((name) => [name, String(self.output(name))]),
      ),
    exported: (exportName) => {
      const match = Object.entries(template.Outputs ?? {}).find(
        ([, output]) => output.Export && resolveIntrinsics(output.Export.Name, scope) === exportName,
      );
      return match && self.output(match[0]);
    },
    output: (name) => {
      const output = template.Outputs?.[name];
      if (!output) throw new Error(`stack ${stackName} has no output "${name}"`);
      return resolved(output.Value);
    },
    withNested: () => [self, ...[...nested.values()].flatMap((child) => child.withNested())],
  };
  return self;
}

/** A nested stack's template is a file asset: its hash ends the URL. */
async function nestedSource(
  parent: AssemblyStack,
  logicalId: string,
  templateUrl: unknown,
): Promise<AssemblyStack> {
  const hash = /([0-9a-f]{64})\.json/.exec(JSON.stringify(templateUrl))?.[1];
  const file = hash && parent.assetPath(hash);
  if (!file)
    throw new Error(
      `stack ${parent.name}: the template of the nested stack "${logicalId}" is not in the cloud assembly`,
    );
  return {
    name: `${parent.name}-${logicalId}`,
    region: parent.region,
    template: JSON.parse(await readFile(file, 'utf8')) as Template,
    assetPath: parent.assetPath,
  };
}

function withLocalAddresses(value: unknown, endpoint: string): unknown {
  if (typeof value === 'string') return localAddresses(value, endpoint);
  if (Array.isArray(value)) return value.map((item) => withLocalAddresses(item, endpoint));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withLocalAddresses(member, endpoint)]),
  );
}
