import { Lazy } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { environmentBytes } from '../../lib/constructs/service-function.ts';

it('an environment is measured as JSON, and what only the deployment knows by its usual length', () => {
  expect(environmentBytes({ A: 'é', B: '"' })).toBe(Buffer.byteLength('{"A":"é","B":"\\""}'));
  const table = Lazy.string({ produce: () => 'known later' });
  expect(environmentBytes({ TABLE: table })).toBe('{"TABLE":""}'.length + 110);
});
