import { expect, it } from 'vitest';
import { mintClientToken } from '../../../lambda/client-sessions/mint-client-token.ts';
import { aTokenSession } from '../../support/lambda/a-client-token.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';

function aMint(minutes: number) {
  const { emit, metrics } = recordedMetrics();
  const signer = { sign: async (type: string, claims: object) => `${type} ${JSON.stringify(claims)}` };
  const mint = () =>
    mintClientToken(aTokenSession(), { signer, stage: 'test', clock: () => minutesAfter(minutes), emit });
  return { mint, metrics };
}

it('signs the same claims each time, until the result may no longer be read', async () => {
  const first = aMint(0);
  const minted = await first.mint();
  expect(minted?.client_token).toMatch(/^client-session\+jwt \{"iss":"face-idv-test"/);
  expect(minted?.client_token_expires_at).toBe(minutesAfter(25 * 60).toISOString());
  expect(first.metrics).toEqual([{ name: 'ClientToken', value: 1, dimensions: { Result: 'minted' } }]);
  expect(await aMint(25 * 60 - 1).mint()).toEqual(minted);
  const late = aMint(25 * 60);
  expect(await late.mint()).toBeUndefined();
  expect(late.metrics).toEqual([]);
});
