import type { MetricDatum } from './telemetry.ts';

/** Metadata of the embedded metric format: which members of the line are values and which are dimensions. */
interface Directive {
  readonly Namespace?: string;
  readonly Dimensions?: readonly (readonly string[])[];
  readonly Metrics?: readonly { readonly Name?: string; readonly Unit?: string }[];
}

/** The metrics of a log line in CloudWatch's embedded metric format; none when it is an ordinary line. */
export function embeddedMetrics(line: string): MetricDatum[] {
  if (!line.includes('"_aws"')) return [];
  const members = parsed(line);
  const directives = (members?._aws as { CloudWatchMetrics?: readonly Directive[] } | undefined)
    ?.CloudWatchMetrics;
  if (!members || !Array.isArray(directives)) return [];
  return (directives as readonly Directive[]).flatMap((directive) =>
    (directive.Dimensions ?? [[]]).flatMap((names) => dataOf(directive, names, members)),
  );
}

function dataOf(
  { Namespace = '', Metrics = [] }: Directive,
  dimensionNames: readonly string[],
  members: Readonly<Record<string, unknown>>,
): MetricDatum[] {
  const dimensions = Object.fromEntries(dimensionNames.map((name) => [name, String(members[name])]));
  return Metrics.flatMap(({ Name = '', Unit = 'None' }) =>
    [members[Name]]
      .flat()
      .filter((value) => typeof value === 'number')
      .map((value) => ({ namespace: Namespace, name: Name, dimensions, unit: Unit, value })),
  );
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
