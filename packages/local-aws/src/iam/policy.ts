import { z } from 'zod';
import { isConditionOperator } from './conditions.ts';

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const conditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const conditionValues = z
  .union([conditionValue, z.array(conditionValue)])
  .transform((value) => [value].flat());

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  NotResource: oneOrMany.optional(),
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMany)]).optional(),
  Condition: z
    .record(
      z.string().refine(isConditionOperator, 'is not a condition operator that is emulated here'),
      z.record(z.string(), conditionValues),
    )
    .default({}),
});

const policyDocument = z.object({
  Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
});

/**
 * One statement of a policy document, every list a list (IAM
 * user guide, "Grammar of the IAM JSON policy language").
 */
export type PolicyStatement = z.output<typeof statement>;

/**
 * The statements of a policy document.
 * @param name who the policy belongs to, for the message.
 * @throws Error where the document cannot be understood:
 * a policy that is half understood would allow too much.
 */
export function parsePolicy(document: unknown, name: string): readonly PolicyStatement[] {
  const parsed = policyDocument.safeParse(document);
  if (parsed.success) return parsed.data.Statement;
  throw new Error(`The policy of ${name} cannot be evaluated: ${z.prettifyError(parsed.error)}`);
}
