import { expect, it } from 'vitest';
import { isLower, sensitivity } from '../../../lambda/kernel/sensitivity.ts';

it('a use case is regular or sensitive, as whitepaper 6.1 has it', () => {
  expect(sensitivity.options).toEqual(['regular', 'sensitive']);
});

it('regular is lower than sensitive, and nothing else is lower than anything', () => {
  for (const one of sensitivity.options)
    for (const other of sensitivity.options)
      expect(isLower(one, other)).toBe(one === 'regular' && other === 'sensitive');
});
