import type { Resource, Synthesized } from './synthesize.ts';

/** Account that the values of a template are resolved for. */
const ACCOUNT = '111122223333';

/** ARNs of the types that a policy may name, as Ref or Arn gives them. */
const ARNS: Readonly<Record<string, (region: string, name: string) => string>> = {
  'AWS::DynamoDB::GlobalTable': (region, name) => `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`,
  'AWS::IAM::Role': (_region, name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'AWS::KMS::Key': (region, name) => `arn:aws:kms:${region}:${ACCOUNT}:key/${name}`,
  'AWS::Lambda::Function': (region, name) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`,
  // the attribute Arn of a log group ends like this
  'AWS::Logs::LogGroup': (region, name) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}:*`,
  'AWS::S3::Bucket': (_region, name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (region, name) => `arn:aws:sns:${region}:${ACCOUNT}:${name}`,
  'AWS::SQS::Queue': (region, name) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`,
  'AWS::StepFunctions::StateMachine': (region, name) =>
    `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${name}`,
};

/** Types whose Ref is their ARN. */
const REF_IS_ARN = ['AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine'];

/** Attributes that are ids, of which any text is one. */
const IDENTIFIERS = ['DefaultSecurityGroup'];

type Intrinsic = Readonly<Record<string, unknown>>;

/**
 * Values of synthesized templates as the account would see them: a resource is named by its logical id.
 * Everything it does not know is an error, so that no law passes over what it cannot read.
 */
export class TemplateValues {
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #exports: ReadonlyMap<string, { readonly stack: string; readonly value: unknown }>;
  readonly #regions: ReadonlyMap<string, string>;

  constructor({ stacks, resources, templateOf }: Pick<Synthesized, 'stacks' | 'resources' | 'templateOf'>) {
    this.#regions = new Map(stacks.map(({ stackName, region }) => [stackName, region]));
    this.#resources = new Map(
      resources.map((resource) => [`${resource.stack}/${resource.logicalId}`, resource]),
    );
    this.#exports = new Map(
      stacks.flatMap((stack) =>
        Object.values(templateOf(stack).Outputs ?? {}).flatMap(({ Value, Export }) =>
          Export ? [[Export.Name, { stack: stack.stackName, value: Value }] as const] : [],
        ),
      ),
    );
  }

  arnOf(resource: Pick<Resource, 'stack' | 'logicalId' | 'type'>): string {
    const arn = ARNS[resource.type];
    if (!arn) throw new Error(`no ARN is known for ${resource.type} (${resource.logicalId})`);
    return arn(this.#regionOf(resource.stack), resource.logicalId);
  }

  /** The text of a value: a string, or intrinsic functions around strings. */
  textOf(stack: string, value: unknown): string {
    if (typeof value === 'string') return value;
    const [[fn, given] = ['', undefined], ...more] = Object.entries(value as Intrinsic);
    if (more.length > 0) throw new Error(`not one intrinsic function: ${JSON.stringify(value)}`);
    switch (fn) {
      case 'Ref':
        return this.#reference(stack, given as string);
      case 'Fn::GetAtt': {
        const [logicalId, attribute] = given as [string, string];
        const resource = this.#resource(stack, logicalId);
        if (attribute === 'Arn') return this.arnOf(resource);
        if (attribute === 'StreamArn') return `${this.arnOf(resource)}/stream/label`;
        if (IDENTIFIERS.includes(attribute)) return `${attribute}-of-${logicalId}`;
        break;
      }
      case 'Fn::Join': {
        const [separator, parts] = given as [string, unknown[]];
        return parts.map((part) => this.textOf(stack, part)).join(separator);
      }
      case 'Fn::Select': {
        const [index, { 'Fn::Split': split }] = given as [number, { 'Fn::Split': [string, unknown] }];
        const [separator, text] = split;
        return this.textOf(stack, text).split(separator)[index] ?? '';
      }
      case 'Fn::ImportValue': {
        const exported = this.#exports.get(given as string);
        if (!exported) throw new Error(`nothing is exported as ${String(given)}`);
        return this.textOf(exported.stack, exported.value);
      }
    }
    throw new Error(`cannot read ${JSON.stringify(value)} of ${stack}`);
  }

  #reference(stack: string, name: string): string {
    if (name === 'AWS::AccountId') return ACCOUNT;
    if (name === 'AWS::Partition') return 'aws';
    if (name === 'AWS::Region') return this.#regionOf(stack);
    const resource = this.#resource(stack, name);
    return REF_IS_ARN.includes(resource.type) ? this.arnOf(resource) : resource.logicalId;
  }

  #resource(stack: string, logicalId: string): Resource {
    const resource = this.#resources.get(`${stack}/${logicalId}`);
    if (!resource) throw new Error(`${stack} has no resource ${logicalId}`);
    return resource;
  }

  #regionOf(stack: string): string {
    const region = this.#regions.get(stack);
    if (!region) throw new Error(`no stack ${stack}`);
    return region;
  }
}
