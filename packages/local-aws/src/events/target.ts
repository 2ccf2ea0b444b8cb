/** Where a rule or a schedule delivers to, as the template has it. */
export interface Target {
  readonly Id?: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  /** JSON that is delivered instead of the event. */
  readonly Input?: string;
  /** Path of the part of the event that is delivered. */
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly RetryPolicy?: {
    readonly MaximumRetryAttempts?: number;
    readonly MaximumEventAgeInSeconds?: number;
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

/** An event as targets get it. */
export interface CloudEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface RuleIdentity {
  readonly name: string;
  readonly arn: string;
}

/** What a target is given of an event: all of it, unless the target says otherwise. */
export function targetInput(target: Target, event: CloudEvent, rule: RuleIdentity): unknown {
  if (target.Input !== undefined) return JSON.parse(target.Input);
  if (target.InputPath !== undefined) return valueAt(event, target.InputPath);
  return target.InputTransformer ? transform(target.InputTransformer, event, rule) : event;
}

function transform(
  { InputPathsMap = {}, InputTemplate }: NonNullable<Target['InputTransformer']>,
  event: CloudEvent,
  rule: RuleIdentity,
): unknown {
  const values: Record<string, unknown> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) values[name] = valueAt(event, path);
  const filled = fill(InputTemplate, values);
  try {
    return JSON.parse(filled);
  } catch {
    // a template that is no JSON is delivered as the text that it makes
    return filled;
  }
}

/** A placeholder inside a JSON string gives its text, one that stands alone its JSON. */
function fill(template: string, values: Readonly<Record<string, unknown>>): string {
  let isInString = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (part, name: string | undefined) => {
    if (part === '"') isInString = !isInString;
    if (name === undefined || !(name in values)) return part;
    const json = JSON.stringify(values[name] ?? '');
    if (!isInString) return json;
    return typeof values[name] === 'string' ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
}

/** The value at a path such as `$.detail.items[0].id`; nothing where there is none. */
function valueAt(event: CloudEvent, path: string): unknown {
  const steps = path.replace(/^\$/, '').match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    event,
  );
}
