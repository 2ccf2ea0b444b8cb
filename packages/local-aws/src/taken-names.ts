import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsError } from './aws-error.ts';
import type { TemplateResource } from './emulator.ts';

/**
 * Types whose names are unique in their account and region, or everywhere. CloudFormation also refuses those
 * that their own service would overwrite: queues, alarms, dashboards, rules and topics.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
const UNIQUE_TYPES: ReadonlySet<string> = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPoolDomain',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::Rekognition::Collection',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
]);

interface Owner {
  readonly stack: string;
  readonly logicalId: string;
  /** True for a resource that outlives its removal from the template. */
  readonly retained: boolean;
}

type Owners = ReadonlyMap<string, Owner>;

export interface TakenNames {
  /** Remembers whose the names are, once everything is created. */
  save(): Promise<void>;
}

/**
 * Refuses a resource under a name that another one has: another of the templates, one that an earlier
 * template retained, or one of the same stack that the template no longer has, because CloudFormation
 * creates before it deletes.
 * @throws AwsError AlreadyExistsException that names the resource and the owner.
 */
export async function checkNames(
  dataDir: string,
  resources: readonly TemplateResource[],
): Promise<TakenNames> {
  const file = join(dataDir, 'names.json');
  const before = await readOwners(file);
  const now = new Map<string, Owner>();
  for (const resource of resources) {
    if (!UNIQUE_TYPES.has(resource.type)) continue;
    const name = nameOf(resource);
    const other = now.get(name) ?? formerOwner(before.get(name), resource);
    if (other) throw alreadyExists(resource, other);
    now.set(name, ownerOf(resource));
  }
  const retained = [...before].filter(([, owner]) => owner.retained);
  return {
    save: async () => {
      await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries([...retained, ...now])));
      await rename(`${file}.new`, file);
    },
  };
}

const nameOf = ({ arn, type, ref }: TemplateResource): string => arn ?? `${type} ${ref}`;

const ownerOf = ({ stack, logicalId, deletionPolicy = 'Delete' }: TemplateResource): Owner => ({
  stack,
  logicalId,
  retained: deletionPolicy.startsWith('Retain'),
});

/** The resource of an earlier template that still has the name when this one is created. */
function formerOwner(owner: Owner | undefined, resource: TemplateResource): Owner | undefined {
  if (!owner) return undefined;
  const sameStack = owner.stack === resource.stack;
  if (sameStack && owner.logicalId === resource.logicalId) return undefined;
  return sameStack || owner.retained ? owner : undefined;
}

const alreadyExists = ({ stack, logicalId, type, ref }: TemplateResource, owner: Owner): AwsError =>
  new AwsError(
    'AlreadyExistsException',
    `${stack}/${logicalId}: Resource of type '${type}' with identifier '${ref}' already exists: it is ${owner.stack}/${owner.logicalId}. If that is of an earlier template, reset the local data.`,
  );

async function readOwners(file: string): Promise<Owners> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(file, 'utf8')) as Record<string, Owner>));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}
