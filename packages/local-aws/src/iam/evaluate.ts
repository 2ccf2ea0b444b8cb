import { conditionsHold } from './conditions.ts';
import { matchesArn, matchesPattern, type RequestContext } from './pattern.ts';
import type { PolicyStatement } from './policy.ts';

/** A request to evaluate. */
export interface AccessRequest {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN, or `*` where AWS knows none. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** The policies that bear on a principal. A missing one sets no limit; an empty one allows nothing. */
export interface PolicySet {
  readonly identity: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[] | undefined;
  readonly session?: readonly PolicyStatement[] | undefined;
}

export type PolicyKind = 'identity-based policy' | 'permissions boundary' | 'session policy';

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly explicit: boolean; readonly kind: PolicyKind };

/**
 * Decides as AWS does within one account (IAM user guide, "Policy evaluation logic"): a Deny anywhere wins;
 * else the identity-based policies, the boundary and the session policy, where they exist, must all allow.
 */
export function evaluate(policies: PolicySet, request: AccessRequest): Verdict {
  const layers = layersOf(policies);
  const denied = layers.find(({ statements }) => effectOf(statements, request) === 'Deny');
  if (denied) return { allowed: false, explicit: true, kind: denied.kind };
  const silent = layers.find(({ statements }) => effectOf(statements, request) !== 'Allow');
  if (silent) return { allowed: false, explicit: false, kind: silent.kind };
  return { allowed: true };
}

/** Effect of the statements that match a request; undefined when none does. */
export function effectOf(
  statements: readonly PolicyStatement[],
  request: AccessRequest,
): 'Allow' | 'Deny' | undefined {
  const effects = new Set(
    statements.filter((statement) => matches(statement, request)).map(({ Effect }) => Effect),
  );
  if (effects.has('Deny')) return 'Deny';
  return effects.has('Allow') ? 'Allow' : undefined;
}

function layersOf({ identity, boundary, session }: PolicySet) {
  return [
    { kind: 'identity-based policy' as const, statements: identity },
    ...(boundary ? [{ kind: 'permissions boundary' as const, statements: boundary }] : []),
    ...(session ? [{ kind: 'session policy' as const, statements: session }] : []),
  ];
}

function matches(statement: PolicyStatement, { action, resource, context }: AccessRequest): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const isAction = (pattern: string) =>
    matchesPattern(pattern.toLowerCase(), action.toLowerCase(), new Map());
  const isResource = (pattern: string) => matchesArn(pattern, resource, context);
  if (Action && !Action.some(isAction)) return false;
  if (NotAction?.some(isAction)) return false;
  if (Resource && !Resource.some(isResource)) return false;
  if (NotResource?.some(isResource)) return false;
  return conditionsHold(Condition, context);
}
