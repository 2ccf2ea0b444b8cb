import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { wasWritten } from '../../platform/dynamo-expressions.ts';
import { generationShapeKey, generationShapesKey } from '../../platform/dynamo-keys.ts';
import { generationShape } from '../contract.ts';
import type { GenerationShapes } from '../ports/generation-shapes.ts';

/** Shapes in the control table: one row for each generation that a face was written to. */
export function createDynamoGenerationShapes(
  client: DynamoDBDocumentClient,
  control: string,
): GenerationShapes {
  return {
    async get(tenant, generation) {
      const { Item } = await client.send(
        new GetCommand({
          TableName: control,
          Key: generationShapeKey(tenant, generation),
          ConsistentRead: true,
        }),
      );
      return Item && generationShape.parse(Item);
    },

    async add(tenant, { generation, shards, shard_key, vectors }) {
      await wasWritten(
        client.send(
          new PutCommand({
            TableName: control,
            Item: { ...generationShapeKey(tenant, generation), generation, shards, shard_key, vectors },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },

    async list(tenant) {
      const pages = paginateQuery(
        { client },
        {
          TableName: control,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': generationShapesKey(tenant) },
          ConsistentRead: true,
        },
      );
      const shapes = [];
      for await (const { Items = [] } of pages)
        shapes.push(...Items.map((item) => generationShape.parse(item)));
      return shapes;
    },
  };
}
