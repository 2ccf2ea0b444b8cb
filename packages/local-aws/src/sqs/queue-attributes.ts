import { AwsError } from '../aws-error.ts';

/** Settings of a queue. Times are in seconds, sizes in bytes. */
export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly retentionSeconds: number;
  readonly receiveWaitSeconds: number;
  readonly redrive: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number } | undefined;
}

/** Attributes by their API names; all values are text. */
export type QueueAttributes = Readonly<Record<string, string>>;

interface NumberRule {
  readonly byDefault: number;
  readonly least: number;
  readonly most: number;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const NUMBERS: Readonly<Record<string, NumberRule>> = {
  DelaySeconds: { byDefault: 0, least: 0, most: 900 },
  MaximumMessageSize: { byDefault: 1_048_576, least: 1024, most: 1_048_576 },
  MessageRetentionPeriod: { byDefault: 345_600, least: 60, most: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { byDefault: 0, least: 0, most: 20 },
  VisibilityTimeout: { byDefault: 30, least: 0, most: 43_200 },
};

/** Attributes that are kept and shown and change nothing here: a laptop has one user and one disk. */
const KEPT = [
  'Policy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
];

const TEXTS = ['RedrivePolicy', ...KEPT];

/** Properties of a template that are not attributes. */
const NOT_ATTRIBUTES = ['QueueName', 'Tags'];

/** Throws `InvalidAttributeName` or `InvalidAttributeValue` for what AWS would refuse. */
export function checkAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = NUMBERS[name];
    if (!rule && !TEXTS.includes(name))
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (rule && !isWithin(value, rule)) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
    if (name === 'RedrivePolicy' && value !== '') redriveOf(value);
  }
}

const isWithin = (value: string, { least, most }: NumberRule) =>
  /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;

/** Parses attributes, with defaults for missing ones. */
export function settingsOf(attributes: QueueAttributes): QueueSettings {
  const number = (name: string) => Number(attributes[name] ?? NUMBERS[name]?.byDefault);
  return {
    visibilityTimeoutSeconds: number('VisibilityTimeout'),
    delaySeconds: number('DelaySeconds'),
    maximumMessageBytes: number('MaximumMessageSize'),
    retentionSeconds: number('MessageRetentionPeriod'),
    receiveWaitSeconds: number('ReceiveMessageWaitTimeSeconds'),
    redrive: attributes.RedrivePolicy ? redriveOf(attributes.RedrivePolicy) : undefined,
  };
}

/** All attributes that are set or have a default. */
export function withDefaults(attributes: QueueAttributes): QueueAttributes {
  const defaults = Object.entries(NUMBERS).map(([name, { byDefault }]) => [name, String(byDefault)]);
  return { ...Object.fromEntries(defaults), SqsManagedSseEnabled: 'true', ...attributes };
}

/**
 * The attributes that a template's properties give; names are the same, values may be of any JSON type.
 */
export function attributesOfProperties(properties: Readonly<Record<string, unknown>>): QueueAttributes {
  const attributes = Object.entries(properties).filter(([name]) => !NOT_ATTRIBUTES.includes(name));
  return Object.fromEntries(
    attributes.map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

function redriveOf(policy: string): NonNullable<QueueSettings['redrive']> {
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy);
    if (typeof deadLetterTargetArn === 'string' && Number(maxReceiveCount) >= 1) {
      return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
    }
  } catch {
    // no JSON at all is as wrong as JSON without the two members
  }
  throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter RedrivePolicy.');
}
