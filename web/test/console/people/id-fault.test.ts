import { describe, expect, it } from 'vitest';
import { idFault } from '../../../src/console/people/id-fault.ts';

describe('an id of the customer', () => {
  it('is one that the API takes', () => {
    expect(['alice', ' a.b:c_d-1 ', 'x'.repeat(128)].map(idFault)).toEqual([undefined, undefined, undefined]);
    expect(idFault(' ')).toBe('Enter an ID.');
    for (const id of ['..', 'a/b', 'é', 'x'.repeat(129)]) expect(idFault(id), id).toContain('1 to 128');
  });
});
