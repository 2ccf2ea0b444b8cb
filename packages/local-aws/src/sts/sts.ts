import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { CloudRequest, CloudResponse, Emulator, Principal } from '../emulator.ts';
import { credentialError } from '../iam/access-errors.ts';
import type { Iam } from '../iam/iam.ts';
import { sessionArn } from '../iam/request-context.ts';
import { assumeRole } from './assume-role.ts';
import { parseForm, xmlResult } from './query-protocol.ts';

export interface StsOptions {
  readonly iam: Iam;
  readonly clock: Clock;
  readonly accountId: string;
}

type Operation = (
  form: ReadonlyMap<string, string>,
  principal: Principal,
) => Readonly<Record<string, unknown>>;

/** Temporary credentials: AssumeRole and GetCallerIdentity, in the query protocol that the SDK speaks. */
export function createSts({ iam, clock, accountId }: StsOptions): Emulator {
  const operations: Readonly<Record<string, Operation>> = {
    AssumeRole: (form, principal) => assumeRole(form, principal, { iam, clock }),
    GetCallerIdentity: (_form, principal) => {
      const session = iam.sessionOf(principal);
      if (!session) return { UserId: accountId, Account: accountId, Arn: `arn:aws:iam::${accountId}:root` };
      return {
        UserId: `${iam.role(session.roleArn)?.id}:${session.name}`,
        Account: accountId,
        Arn: sessionArn(session),
      };
    },
  };

  return {
    service: 'sts',
    operations: Object.keys(operations),
    resourceTypes: [],
    provision: async () => {},
    handle: async ({ url, body, principal, requestId }: CloudRequest): Promise<CloudResponse> => {
      const form = parseForm(body.length > 0 ? body.toString('utf8') : url.search.slice(1));
      const name = form.get('Action') ?? '';
      const operation = operations[name];
      if (!operation) throw new AwsError('InvalidAction', `sts ${name} is not emulated.`, 400);
      if (principal.kind === 'anonymous') throw credentialError('missing', 'sts');
      return xmlResult(name, operation(form, principal), requestId);
    },
    close: async () => {},
  };
}
