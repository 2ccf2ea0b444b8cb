import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { epochSeconds, stepUpProofKey } from '../../platform/dynamo-keys.ts';
import { type StepUpProof, stepUpProof } from '../domain/step-up-proof.ts';
import type { StepUpProofs } from '../ports/step-up-proofs.ts';

/** Proofs in the control table, each in a partition of its own. */
export const createDynamoStepUpProofs = (
  client: DynamoDBDocumentClient,
  tableName: string,
): StepUpProofs => ({
  async consume(tenant, jti, now) {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: stepUpProofKey(tenant, jti),
          UpdateExpression: 'SET consumed_at = :now',
          // times of one format compare as text
          ConditionExpression:
            'attribute_exists(pk) AND attribute_not_exists(consumed_at) AND expires_at > :now',
          ExpressionAttributeValues: { ':now': now.toISOString() },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { consumed: true, proof: stepUpProof.parse(Attributes) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { consumed: false, proof: error.Item && stepUpProof.parse(unmarshall(error.Item)) };
    }
  },
});

/** Part of the transaction that approves a step-up; it fails if the proof exists. */
export const stepUpProofPut = (table: string, proof: StepUpProof) => ({
  Put: {
    TableName: table,
    Item: {
      ...proof,
      ...stepUpProofKey(proof.tenant, proof.jti),
      expires_at_epoch_seconds: epochSeconds(new Date(proof.retained_until)),
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
