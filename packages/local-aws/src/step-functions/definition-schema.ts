import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { Definition } from './definition.ts';

const text = z.string().optional();
const texts = z.array(z.string());
const number = z.number().optional();
const assign = z.record(z.string(), z.unknown()).optional();

const retrier = z.looseObject({
  ErrorEquals: texts,
  IntervalSeconds: number,
  MaxAttempts: number,
  BackoffRate: number,
  MaxDelaySeconds: number,
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const catcher = z.looseObject({ ErrorEquals: texts, Next: z.string(), Assign: assign });

const state = z.looseObject({
  Type: z.string(),
  QueryLanguage: text,
  Next: text,
  End: z.boolean().optional(),
  Assign: assign,
  Resource: text,
  Retry: z.array(retrier).optional(),
  Catch: z.array(catcher).optional(),
  Choices: z.array(z.looseObject({ Next: z.string(), Assign: assign })).optional(),
  Default: text,
  get Branches() {
    return z.array(states).optional();
  },
  get ItemProcessor() {
    return states.optional();
  },
  Label: text,
  ItemReader: z.looseObject({ Resource: z.string(), ReaderConfig: z.looseObject({}).optional() }).optional(),
  ItemBatcher: z.looseObject({}).optional(),
  ResultWriter: z.looseObject({ WriterConfig: z.looseObject({}).optional() }).optional(),
});

const states = z.looseObject({
  StartAt: z.string(),
  States: z.record(z.string(), state),
  ProcessorConfig: z.looseObject({ Mode: text, ExecutionType: text }).optional(),
});

const definition = states.extend({ QueryLanguage: text, TimeoutSeconds: number });

/**
 * Reads the JSON of a state machine. Throws `InvalidDefinition`
 * for what isn't JSON or has fields of the wrong type.
 */
export function parseDefinition(machine: string, json: string): Definition {
  try {
    return definition.parse(JSON.parse(json)) as Definition;
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error) : `it is not JSON: ${(error as Error).message}`;
    throw new AwsError('InvalidDefinition', `state machine ${machine}: ${reason}`);
  }
}
