import { expect, it } from 'vitest';
import { GENERATIONS_CHANGED } from '../../../lambda/enrollment/contract.ts';
import { GenerationsChanged } from '../../../lambda/enrollment/generations-changed.ts';

it('is known to the workflow by its name, and says whose face it was', () => {
  const error = new GenerationsChanged('vs_1');
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe(GENERATIONS_CHANGED);
  expect(GENERATIONS_CHANGED).toBe('GenerationsChanged');
  expect(error.message).toContain('vs_1');
});
