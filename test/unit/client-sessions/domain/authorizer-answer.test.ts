import { describe, expect, it } from 'vitest';
import { CLIENT_FUNCTIONS, ROUTES } from '../../../../lambda/api/routes.ts';
import { answerFor } from '../../../../lambda/client-sessions/domain/authorizer-answer.ts';
import { claimsOf } from '../../../../lambda/client-sessions/domain/client-token.ts';
import { CLIENT_SESSION_PATH } from '../../../../lambda/platform/route.ts';
import { aTokenSession } from '../../../support/lambda/a-client-token.ts';

const STAGE_ARN = 'arn:aws:execute-api:eu-west-1:123456789012:abc/v1';
const claims = claimsOf(aTokenSession(), 'test');
const answerAt = (path: string) => answerFor(claims, `${STAGE_ARN}${path}`, CLIENT_SESSION_PATH);
const allowed = answerAt('/GET/client-session').policyDocument.Statement[0].Resource;
/** As IAM reads a resource: `*` is any text. */
const allows = (arn: string) =>
  allowed.some((pattern) => new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`).test(arn));
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const filled = (path: string) => path.replace(/\{\w+\}/g, 'x');

describe('the answer to a valid token', () => {
  it('names tenant and session for the functions', () => {
    const { principalId, context } = answerAt('/GET/client-session');
    expect(principalId).toBe(claims.sub);
    expect(context).toEqual({ tenant: 'acme', session_id: claims.sub });
  });

  it('is the same whichever route is called first, since it is kept for all of them', () => {
    expect(answerAt('/POST/client-session/liveness-sessions/x/complete')).toEqual(
      answerAt('/GET/client-session'),
    );
  });

  it('allows every route of client tokens', () => {
    const routes = CLIENT_FUNCTIONS.flatMap((one) => one.routes);
    expect(routes.length).toBeGreaterThan(7);
    for (const { path, route } of routes)
      expect(allows(`${STAGE_ARN}/${route.method}${filled(path)}`), path).toBe(true);
  });

  it('allows no other route, stage or API', () => {
    for (const { path, method } of Object.values(ROUTES))
      expect(allows(`${STAGE_ARN}/${method}${filled(path)}`), path).toBe(false);
    for (const arn of [
      `${STAGE_ARN}/GET/client-sessions`,
      `${STAGE_ARN}/GET/other/client-session`,
      `${STAGE_ARN}/DELETE/client-session`,
      `${STAGE_ARN.replace('/v1', '/v2')}/GET/client-session`,
      `${STAGE_ARN.replace('abc', 'abd')}/GET/client-session`,
    ])
      expect(allows(arn), arn).toBe(false);
  });

  it('has resources of at most 512 characters, which API Gateway takes', () => {
    for (const resource of allowed) expect(resource.length).toBeLessThan(512);
  });
});
