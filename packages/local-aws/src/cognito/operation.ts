import { z } from 'zod';
import { AwsError } from '../aws-error.ts';

/** One operation of the API: what it takes, and what it does with it. */
export interface Operation {
  run(input: unknown): Promise<unknown>;
}

/**
 * Says of one operation what it takes and does; input that
 * `schema` refuses is an `InvalidParameterException`.
 */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>) => unknown,
): Operation {
  return {
    run: async (input) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw invalidInput(parsed.error);
      return run(parsed.data);
    },
  };
}

/** The wording of AWS's own validators, of which the first problem is what people read. */
function invalidInput({ issues }: z.ZodError): AwsError {
  const problems = issues.map(({ path, message }) => {
    const member = path.map(String).join('.');
    const wireName = member.charAt(0).toLowerCase() + member.slice(1);
    return `Value at '${wireName}' failed to satisfy constraint: ${message}`;
  });
  const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`;
  return new AwsError('InvalidParameterException', `${count}: ${problems.join('; ')}`);
}

const attribute = z.object({ Name: z.string(), Value: z.string().default('') });
/** `[{ Name, Value }]` of the wire as a record. */
export const attributeList = z
  .array(attribute)
  .default([])
  .transform(
    (list): Record<string, string> => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])),
  );

export const textMap = z.record(z.string(), z.string()).default({});

export const toAttributeList = (
  attributes: Readonly<Record<string, string>>,
): { Name: string; Value: string }[] => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** Times on the wire are seconds. */
export const toSeconds = (milliseconds: number): number => milliseconds / 1000;
