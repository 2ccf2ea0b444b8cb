import { z } from 'zod';
import { jsonRequest } from '../json-request.ts';

/** Attributes by name; their values are checked by the operation. */
const ATTRIBUTES = z.record(z.string(), z.looseObject({}));

const ON_AN_ITEM = z.looseObject({ TableName: z.string(), Key: ATTRIBUTES, Item: ATTRIBUTES }).partial();

const WRITE_REQUEST = z
  .looseObject({
    PutRequest: z.looseObject({ Item: ATTRIBUTES }).partial(),
    DeleteRequest: z.looseObject({ Key: ATTRIBUTES }).partial(),
  })
  .partial();

/** Members that name the table and items that a request touches, by their JSON types. */
const REQUEST = ON_AN_ITEM.extend({
  IndexName: z.string(),
  ExclusiveStartTableName: z.string(),
  Limit: z.int(),
  TransactItems: z.array(z.record(z.string(), ON_AN_ITEM)),
  RequestItems: z.record(z.string(), z.array(WRITE_REQUEST)),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
  ExpressionAttributeValues: ATTRIBUTES,
  KeyConditionExpression: z.string(),
  ConditionExpression: z.string(),
  UpdateExpression: z.string(),
}).partial();

export const requestIn = jsonRequest(REQUEST);
