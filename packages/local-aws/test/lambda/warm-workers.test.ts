import { describe, expect, it } from 'vitest';
import { warmWorkers } from '../../src/lambda/warm-workers.ts';

const GB = 1e9;

describe('the number of warm workers', () => {
  it('is what the templates can use, where the machine has the memory', () => {
    expect(warmWorkers(33, 16 * GB)).toBe(33);
  });

  it('is held to a sixteenth of a small machine', () => {
    expect(warmWorkers(33, 4 * GB)).toBe(10);
  });
});
