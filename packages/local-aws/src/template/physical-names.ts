import { createHash } from 'node:crypto';

/** Where a resource stands, and what its physical name is made of. */
export interface ResourceIdentity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly region: string;
  readonly accountId: string;
  /**
   * URL of the local cloud: what a queue's URL begins with,
   * since the SDK sends messages to the URL's own host.
   */
  readonly endpoint: string;
  /** A property of the resource with its intrinsics resolved. */
  property(name: string): unknown;
}

interface NamingRule {
  /** Physical name (or id): the property that sets it, else generated. */
  readonly name: (resource: ResourceIdentity) => string;
  /** Value of `Ref`, if it is not the name. */
  readonly ref?: (name: string, resource: ResourceIdentity) => string;
  readonly arn?: (name: string, resource: ResourceIdentity) => string;
  /** `Fn::GetAtt` beyond `Arn`. */
  readonly attributes?: Readonly<Record<string, (name: string, resource: ResourceIdentity) => string>>;
}

/** Bytes that depend on nothing but stack and logical id, so that a name stays the same over every start. */
function digest({ stack, logicalId }: ResourceIdentity, salt = ''): Buffer {
  return createHash('sha256').update(`${stack}\n${logicalId}\n${salt}`).digest();
}

function pick(resource: ResourceIdentity, length: number, alphabet: string, salt?: string): string {
  return Array.from(
    digest(resource, salt).subarray(0, length),
    (byte) => alphabet[byte % alphabet.length],
  ).join('');
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

const id =
  (length: number, alphabet = LOWER, salt?: string) =>
  (resource: ResourceIdentity): string =>
    pick(resource, length, alphabet, salt);

const uuid = (resource: ResourceIdentity): string => {
  const hex = digest(resource).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * `{stack}-{logical id}-{12 characters}` within the
 * service's limit, as CloudFormation names what has no name.
 */
const named =
  (property: string | undefined, maxLength: number, parts: 'stack-and-id' | 'id' = 'stack-and-id') =>
  (resource: ResourceIdentity): string => {
    const given = property === undefined ? undefined : resource.property(property);
    if (typeof given === 'string') return given;
    const suffix = pick(resource, 12, MIXED);
    const room = maxLength - suffix.length - 1;
    const base = parts === 'id' ? resource.logicalId : `${resource.stack}-${resource.logicalId}`;
    return `${base.slice(0, room)}-${suffix}`;
  };

const arn =
  (service: string, prefix: string) =>
  (name: string, { region, accountId }: ResourceIdentity): string =>
    `arn:aws:${service}:${region}:${accountId}:${prefix}${name}`;

const globalArn =
  (service: string, prefix: string) =>
  (name: string, { accountId }: ResourceIdentity): string =>
    `arn:aws:${service}::${accountId}:${prefix}${name}`;

const table: NamingRule = {
  name: named('TableName', 255),
  arn: arn('dynamodb', 'table/'),
  attributes: {
    StreamArn: (name, resource) =>
      `${arn('dynamodb', 'table/')(name, resource)}/stream/2020-01-01T00:00:00.000`,
    TableId: (_name, resource) => uuid(resource),
  },
};

/** How AWS names the types that templates refer to: name, `Ref`, ARN, attributes. */
const NAMING: Readonly<Record<string, NamingRule>> = {
  'AWS::ApiGateway::Authorizer': { name: id(6), attributes: { AuthorizerId: (name) => name } },
  'AWS::ApiGateway::Deployment': { name: id(6), attributes: { DeploymentId: (name) => name } },
  'AWS::ApiGateway::Model': { name: named('Name', 64, 'id') },
  'AWS::ApiGateway::RequestValidator': { name: id(6), attributes: { RequestValidatorId: (name) => name } },
  'AWS::ApiGateway::Resource': { name: id(6), attributes: { ResourceId: (name) => name } },
  'AWS::ApiGateway::RestApi': {
    name: id(10),
    arn: (name, { region }) => `arn:aws:apigateway:${region}::/restapis/${name}`,
    attributes: {
      RestApiId: (name) => name,
      RootResourceId: (_name, resource) => pick(resource, 10, LOWER, 'root'),
    },
  },
  'AWS::ApiGateway::Stage': { name: named('StageName', 128) },
  'AWS::CloudFormation::Stack': {
    name: named(undefined, 128),
    ref: (name, resource) => arn('cloudformation', 'stack/')(`${name}/${uuid(resource)}`, resource),
  },
  'AWS::CloudWatch::Alarm': { name: named('AlarmName', 255), arn: arn('cloudwatch', 'alarm:') },
  'AWS::CloudWatch::CompositeAlarm': { name: named('AlarmName', 255), arn: arn('cloudwatch', 'alarm:') },
  'AWS::CloudWatch::Dashboard': { name: named('DashboardName', 255) },
  'AWS::Cognito::UserPool': {
    name: (resource) => `${resource.region}_${pick(resource, 9, MIXED)}`,
    arn: arn('cognito-idp', 'userpool/'),
    attributes: {
      UserPoolId: (name) => name,
      ProviderName: (name, { region }) => `cognito-idp.${region}.amazonaws.com/${name}`,
      ProviderURL: (name, { region }) => `https://cognito-idp.${region}.amazonaws.com/${name}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    name: id(26),
    attributes: { ClientId: (name) => name, Name: (_name, resource) => named('ClientName', 128)(resource) },
  },
  'AWS::Cognito::UserPoolDomain': { name: named('Domain', 63) },
  'AWS::Cognito::UserPoolGroup': { name: named('GroupName', 128) },
  'AWS::Cognito::UserPoolResourceServer': { name: named('Identifier', 256) },
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Events::Rule': {
    name: named('Name', 64),
    arn: (name, resource) => {
      const bus = String(resource.property('EventBusName') ?? 'default')
        .split('/')
        .at(-1);
      return arn('events', 'rule/')(bus === 'default' ? name : `${bus}/${name}`, resource);
    },
  },
  'AWS::IAM::ManagedPolicy': {
    name: named('ManagedPolicyName', 128),
    ref: (name, resource) => globalArn('iam', 'policy/')(name, resource),
    arn: globalArn('iam', 'policy/'),
    attributes: { PolicyArn: globalArn('iam', 'policy/') },
  },
  'AWS::IAM::Role': {
    name: named('RoleName', 64),
    arn: globalArn('iam', 'role/'),
    attributes: {
      RoleId: (_name, resource) => `AROA${pick(resource, 17, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
    },
  },
  'AWS::KMS::Alias': { name: named('AliasName', 256), arn: arn('kms', '') },
  'AWS::KMS::Key': { name: uuid, arn: arn('kms', 'key/'), attributes: { KeyId: (name) => name } },
  'AWS::Lambda::EventSourceMapping': {
    name: uuid,
    arn: arn('lambda', 'event-source-mapping:'),
    attributes: { Id: (name) => name },
  },
  'AWS::Lambda::Function': { name: named('FunctionName', 64), arn: arn('lambda', 'function:') },
  'AWS::Lambda::LayerVersion': {
    name: named('LayerName', 140),
    ref: (name, resource) => `${arn('lambda', 'layer:')(name, resource)}:1`,
    attributes: { LayerVersionArn: (name, resource) => `${arn('lambda', 'layer:')(name, resource)}:1` },
  },
  'AWS::Logs::LogGroup': {
    name: named('LogGroupName', 512),
    arn: (name, resource) => `${arn('logs', 'log-group:')(name, resource)}:*`,
  },
  'AWS::Rekognition::Collection': {
    name: named('CollectionId', 255),
    arn: arn('rekognition', 'collection/'),
  },
  'AWS::S3::Bucket': {
    name: (resource) => named('BucketName', 63)(resource).toLowerCase(),
    arn: (name) => `arn:aws:s3:::${name}`,
    attributes: {
      DomainName: (name) => `${name}.s3.amazonaws.com`,
      RegionalDomainName: (name, { region }) => `${name}.s3.${region}.amazonaws.com`,
    },
  },
  'AWS::SNS::Topic': {
    name: named('TopicName', 256),
    ref: (name, resource) => arn('sns', '')(name, resource),
    arn: arn('sns', ''),
    attributes: { TopicArn: arn('sns', ''), TopicName: (name) => name },
  },
  'AWS::SQS::Queue': {
    name: named('QueueName', 80),
    ref: (name, { endpoint, accountId }) => `${endpoint}/${accountId}/${name}`,
    arn: arn('sqs', ''),
    attributes: {
      QueueName: (name) => name,
      QueueUrl: (name, { endpoint, accountId }) => `${endpoint}/${accountId}/${name}`,
    },
  },
  'AWS::SSM::Parameter': {
    name: named('Name', 1011),
    arn: (name, resource) => arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}`)(name, resource),
    attributes: {
      Type: (_name, resource) => String(resource.property('Type')),
      Value: (_name, resource) => String(resource.property('Value')),
    },
  },
  'AWS::StepFunctions::StateMachine': {
    name: named('StateMachineName', 80, 'id'),
    ref: (name, resource) => arn('states', 'stateMachine:')(name, resource),
    arn: arn('states', 'stateMachine:'),
    attributes: { Name: (name) => name },
  },
};

/**
 * A type that has no row still gets a name, so that what refers to it resolves; it is listed as not emulated.
 */
const UNKNOWN: NamingRule = {
  name: named(undefined, 255),
  arn: (name, resource) => {
    const [, service = 'unknown', kind = 'resource'] = resource.type.toLowerCase().split('::');
    return arn(service, `${kind}/`)(name, resource);
  },
};

export interface PhysicalNames {
  readonly ref: string;
  readonly arn: string | undefined;
  /** `Fn::GetAtt`; undefined when AWS's type has no such attribute here. */
  attribute(name: string): string | undefined;
}

/** The names under which a resource exists on this machine: shaped as AWS's, the same at every start. */
export function physicalNames(resource: ResourceIdentity): PhysicalNames {
  const known = NAMING[resource.type];
  const rule = known ?? UNKNOWN;
  const name = rule.name(resource);
  const arnText = rule.arn?.(name, resource);
  return {
    ref: rule.ref?.(name, resource) ?? name,
    arn: arnText,
    attribute: (attribute) => {
      if (attribute === 'Arn') return arnText;
      if (known) return known.attributes?.[attribute]?.(name, resource);
      return `${name}.${attribute}`;
    },
  };
}
