import { z } from 'zod';

const target = z.strictObject({
  Id: z.string().optional(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  /** JSON that is delivered instead of the event. */
  Input: z.string().optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.number().optional(),
      MaximumEventAgeInSeconds: z.number().optional(),
    })
    .optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
});

/** Where a rule delivers to, as the template has it. */
export type Target = z.output<typeof target>;

/**
 * Reads a target of a rule. Throws for one that asks for more than is emulated, such as an input transformer.
 */
export function readTarget(given: unknown): Target {
  const parsed = target.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Error(`a target asks for what is not emulated: ${z.prettifyError(parsed.error)}`);
}

/** An event as targets get it. */
export interface CloudEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** Returns a target's input: its own if it has one, else the event. */
export const targetInput = ({ Input }: Target, event: CloudEvent): unknown =>
  Input === undefined ? event : JSON.parse(Input);
