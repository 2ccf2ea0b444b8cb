import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDynamoStepUpProofs,
  stepUpProofPut,
} from '../../../lambda/step-up/adapters/dynamo-step-up-proofs.ts';
import { consumeStepUpProof } from '../../../lambda/step-up/consume-step-up-proof.ts';
import { proofOf } from '../../../lambda/step-up/domain/step-up-proof.ts';
import { aStepUp } from '../../support/lambda/a-step-up.ts';
import { aCaller, minutesAfter } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unique } from '../../support/lambda/unique.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** A proof that was written with an approval. */
async function aProof() {
  const proof = proofOf(aStepUp({ tenant: unique('tenant') }));
  await tables.documents.send(
    new TransactWriteCommand({ TransactItems: [stepUpProofPut(tables.control, proof)] }),
  );
  const { emit, metrics } = recordedMetrics();
  const proofs = createDynamoStepUpProofs(tables.documents, tables.control);
  const results = () => metrics.map(({ dimensions }) => dimensions.Result);
  return {
    proof,
    results,
    consume: (minutes = 1, jti = proof.jti, tenant = proof.tenant) =>
      consumeStepUpProof({ ...aCaller(['manage', 'proofs'], 'bank'), tenant }, jti, {
        proofs,
        clock: () => minutesAfter(minutes),
        emit,
      }),
  };
}

describe('a proof of a step-up', () => {
  it('is spent once, and says what it proves', async () => {
    const { consume, results, proof } = await aProof();
    expect(await consume()).toEqual({
      jti: proof.jti,
      session_id: 'vs_1',
      user_id: 'user-1',
      acr: 'urn:face-idv:step-up:sensitive',
      transaction_sha256: 'a'.repeat(64),
      auth_time: minutesAfter(0).getTime() / 1000,
      consumed_at: minutesAfter(1).toISOString(),
    });
    await expect(consume(2)).rejects.toMatchObject({ code: 'step_up_proof_consumed' });
    // also when it has expired since: it was used twice
    await expect(consume(6)).rejects.toMatchObject({ code: 'step_up_proof_consumed' });
    expect(results()).toEqual(['consumed', 'replayed', 'replayed']);
  });

  it('is spent by one of many who try together', async () => {
    const { consume, results } = await aProof();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => consume()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results().sort()).toEqual(['consumed', ...Array(9).fill('replayed')]);
  });

  it('is refused from the moment that it expires', async () => {
    const { consume, results } = await aProof();
    await expect(consume(5)).rejects.toMatchObject({ code: 'step_up_proof_expired' });
    expect(results()).toEqual(['expired']);
    await consume(4.99);
  });

  it('does not exist for another tenant, nor one that nobody signed', async () => {
    const { consume, results, proof } = await aProof();
    await expect(consume(1, proof.jti, unique('other'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(consume(1, 'sup_2')).rejects.toMatchObject({ code: 'not_found' });
    expect(results()).toEqual(['unknown', 'unknown']);
    await consume();
  });

  it('is written once: a second approval of its session fails', async () => {
    const { proof } = await aProof();
    const again = new TransactWriteCommand({ TransactItems: [stepUpProofPut(tables.control, proof)] });
    await expect(tables.documents.send(again)).rejects.toThrow('ConditionalCheckFailed');
  });
});
