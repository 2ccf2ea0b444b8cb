import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import type { FunctionDefinitions } from '../../../lambda/platform/function-definition.ts';
import { readEnv, tenantRoleArn } from '../../../lambda/platform/read-env.ts';

const FUNCTIONS = {
  chore: {
    environment: z.object({
      STAGE: z.string().check(z.minLength(1)),
      TABLE: z.string().check(z.minLength(1)),
    }),
    access: {},
  },
} as const satisfies FunctionDefinitions;
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the environment of a function', () => {
  it('has what the function asks for, and nothing else', () => {
    vi.stubEnv('STAGE', 'dev');
    vi.stubEnv('TABLE', 'control');
    vi.stubEnv('ANOTHER', 'secret');
    expect(readEnv(FUNCTIONS, 'chore')).toEqual({ STAGE: 'dev', TABLE: 'control' });
  });

  it('fails to be read where a variable is missing or empty, naming every one', () => {
    vi.stubEnv('STAGE', '');
    vi.stubEnv('TABLE', undefined);
    expect(() => readEnv(FUNCTIONS, 'chore')).toThrow(/environment of chore.*STAGE.*TABLE/s);
  });

  it('names the role that works for tenants, where there is one', () => {
    vi.stubEnv('TENANT_ROLE_ARN', undefined);
    expect(tenantRoleArn()).toBeUndefined();
    vi.stubEnv('TENANT_ROLE_ARN', 'arn:role');
    expect(tenantRoleArn()).toBe('arn:role');
  });
});
