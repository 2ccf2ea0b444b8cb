import type { Resource, Synthesized } from './synthesize.ts';
import { TemplateValues } from './template-values.ts';

/** A statement of a policy in a template, with everything that a template computes filled in. */
export interface Statement {
  /** Stack and logical id of the resource it is part of. */
  readonly of: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditionKeys: readonly string[];
}

interface Document {
  readonly Version: string;
  readonly Statement: readonly TemplateStatement[];
}

interface TemplateStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const isDocument = (value: object): value is Document => 'Statement' in value && 'Version' in value;

/** Every policy document anywhere in a resource: inline, trust, key, bucket, queue and topic policies. */
function documentsIn(value: unknown): readonly Document[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isDocument(value)) return [value];
  return Object.values(value).flatMap(documentsIn);
}

/** Every statement of every policy in the templates, and of every permission of a function. */
export function statementsOf(app: Synthesized): readonly Statement[] {
  const values = new TemplateValues(app);
  return app.resources.flatMap((resource) => [
    ...documentsIn(resource.properties).flatMap((document) =>
      document.Statement.map((statement) => resolved(statement, resource, values)),
    ),
    ...(resource.type === 'AWS::Lambda::Permission' ? [permission(resource, values)] : []),
  ]);
}

function resolved(statement: TemplateStatement, resource: Resource, values: TemplateValues): Statement {
  const { Effect, Action, Resource, Condition = {} } = statement;
  const of = `${resource.stack}/${resource.logicalId}`;
  if (Action === undefined)
    throw new Error(`${of}: a statement without actions: NotAction is not known here`);
  // a trust policy has no resource and a key policy has "*": both mean the resource that they are part of
  const own = Resource === undefined || resource.type === 'AWS::KMS::Key';
  return {
    of,
    effect: Effect,
    actions: [Action].flat(),
    resources: own
      ? [values.arnOf(resource)]
      : [Resource].flat().map((one) => values.textOf(resource.stack, one)),
    conditionKeys: Object.values(Condition).flatMap((keys) => Object.keys(keys)),
  };
}

function permission({ stack, logicalId, properties }: Resource, values: TemplateValues): Statement {
  return {
    of: `${stack}/${logicalId}`,
    effect: 'Allow',
    actions: [properties.Action],
    resources: [values.textOf(stack, properties.FunctionName)],
    conditionKeys: [],
  };
}
