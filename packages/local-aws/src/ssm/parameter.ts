import { z } from 'zod';
import type { TemplateResource } from '../emulator.ts';

export const PARAMETER_TYPE = 'AWS::SSM::Parameter';

export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/**
 * Names of parameters, and how deep their hierarchy may be.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
const NAME = /^[a-zA-Z0-9_.\-/]{1,1011}$/;
const RESERVED = /^\/?(aws|ssm)/i;
const MAX_LEVELS = 15;
/** Characters of a value in the standard tier. */
const MAX_VALUE_LENGTH = 4096;

const properties = z.strictObject({
  Name: z
    .string()
    .optional()
    .refine(
      (name = '') => name === '' || NAME.test(name),
      'a name has letters, digits, "_", ".", "-" and "/"',
    )
    .refine((name = '') => !RESERVED.test(name), 'a name must not begin with "aws" or "ssm"')
    .refine(
      (name = '') => name.split('/').length - 1 <= MAX_LEVELS,
      `a hierarchy has at most ${MAX_LEVELS} levels`,
    )
    .refine((name = '') => !name.includes('/') || name.startsWith('/'), 'a hierarchy begins with "/"'),
  Type: z.literal('String', 'only parameters of the type String are emulated'),
  Tier: z.literal('Standard', 'only the standard tier is emulated').optional(),
  Value: z
    .string()
    .min(1, 'a value must not be empty')
    .max(MAX_VALUE_LENGTH, `a value of the standard tier has at most ${MAX_VALUE_LENGTH} characters`),
  Description: z.string().max(1024).optional(),
  Tags: z.unknown().optional(),
});

/** Reads a parameter of a template. @throws Error for what AWS refuses, and for what is not emulated */
export function parameterOf({ stack, logicalId, ref, properties: given }: TemplateResource): Parameter {
  const parsed = properties.safeParse(given);
  if (!parsed.success) throw new Error(`${stack}/${logicalId}: ${z.prettifyError(parsed.error)}`);
  return { name: ref, value: parsed.data.Value };
}
