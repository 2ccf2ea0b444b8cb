import { type AccessRequest, effectOf, evaluate, type PolicySet } from './evaluate.ts';
import type { PolicyStatement } from './policy.ts';

/** Who asks a role to trust them. */
export interface Caller {
  readonly roleArn: string;
  readonly sessionArn: string;
  readonly account: string;
  readonly policies: PolicySet;
}

const ALLOW_EVERYTHING: PolicyStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'], Condition: {} };

/**
 * Decides whether a caller of the same account may assume a role. A trust policy that names the caller is
 * enough; one that names the account leaves it to the caller's own policies. A Deny on either side wins, and
 * a boundary or session policy of the caller limits both (IAM user guide, "Policy evaluation logic").
 */
export function isTrusted(
  trust: readonly PolicyStatement[],
  caller: Caller,
  request: AccessRequest,
): boolean {
  const about = (names: readonly string[]) => trust.filter((statement) => isAbout(statement, names));
  const namesCaller = about([caller.roleArn, caller.sessionArn]);
  const namesAccount = about([caller.account, `arn:aws:iam::${caller.account}:root`, '*']);
  const { identity, boundary, session } = caller.policies;
  const statements = [...namesCaller, ...namesAccount, ...identity];
  if (statements.some((statement) => effectOf([statement], request) === 'Deny')) return false;
  if (effectOf(namesCaller, request) === 'Allow') {
    return evaluate({ identity: [ALLOW_EVERYTHING], boundary, session }, request).allowed;
  }
  return effectOf(namesAccount, request) === 'Allow' && evaluate(caller.policies, request).allowed;
}

function isAbout({ Principal }: PolicyStatement, names: readonly string[]): boolean {
  const principals = Principal === '*' ? ['*'] : (Principal?.AWS ?? []);
  return principals.some((principal) => names.includes(principal));
}
