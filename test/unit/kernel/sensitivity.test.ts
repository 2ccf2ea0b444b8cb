import { expect, it } from 'vitest';
import { sensitivity } from '../../../lambda/kernel/sensitivity.ts';

it('a use case is regular or sensitive, as whitepaper 6.1 has it', () => {
  expect(sensitivity.options).toEqual(['regular', 'sensitive']);
});
