import { describe, expect, it } from 'vitest';
import { authorizeClientSession } from '../../../lambda/client-sessions/authorize-client-session.ts';
import { claimsOf } from '../../../lambda/client-sessions/domain/client-token.ts';
import { aTokenSession } from '../../support/lambda/a-client-token.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/v1/GET/client-session';

async function ask(authorization: string | undefined) {
  const { emit, metrics } = recordedMetrics();
  const asked: string[] = [];
  const verifier = {
    verify: async (token: string) => {
      asked.push(token);
      return token === 'good' ? claimsOf(aTokenSession(), 'test') : undefined;
    },
  };
  const answer = await authorizeClientSession(
    { methodArn, authorization },
    { verifier, emit, path: '/client-session' },
  );
  return { answer, asked, results: metrics.map(({ dimensions }) => dimensions) };
}

describe('a request with a client token', () => {
  it.each(['Bearer good', 'bearer good', 'Bearer  good'])('is allowed with "%s"', async (authorization) => {
    const { answer, results } = await ask(authorization);
    expect(answer?.context).toEqual({ tenant: 'acme', session_id: aTokenSession().id });
    expect(results).toEqual([{ Result: 'accepted' }]);
  });

  it('is refused if the token is not valid', async () => {
    expect(await ask('Bearer bad')).toEqual({
      answer: undefined,
      asked: ['bad'],
      results: [{ Result: 'refused' }],
    });
  });

  it.each([undefined, '', 'good', 'Basic good', 'Bearer', 'Bearer good bad'])(
    'is refused without a token in the header: %s',
    async (authorization) => {
      expect(await ask(authorization)).toEqual({
        answer: undefined,
        asked: [],
        results: [{ Result: 'refused' }],
      });
    },
  );
});
