import type { ClientTokenClaims } from './client-token.ts';

/** Methods of the routes that take client tokens. */
const METHODS = ['GET', 'POST'] as const;

/** Answer of a Lambda authorizer: a policy, and what the functions learn of the caller. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [
      { readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow'; readonly Resource: string[] },
    ];
  };
  readonly context: { readonly tenant: string; readonly session_id: string };
}

/**
 * Returns the answer for a token that was verified. API Gateway keeps it for every request with the token, so
 * it allows all routes of client tokens, and nothing else, whichever of them is called first.
 * @param methodArn `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}` of the request
 * @param path first segment of the routes of client tokens
 */
export function answerFor(
  { tenant, sub }: ClientTokenClaims,
  methodArn: string,
  path: string,
): AuthorizerAnswer {
  const stageArn = methodArn.split('/').slice(0, 2).join('/');
  return {
    principalId: sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          // the segment is whole: a path that only begins alike is another route
          Resource: METHODS.flatMap((method) => [
            `${stageArn}/${method}${path}`,
            `${stageArn}/${method}${path}/*`,
          ]),
        },
      ],
    },
    context: { tenant, session_id: sub },
  };
}
