import { describe, expect, it } from 'vitest';
import { methodFor } from '../../../../lambda/authentication/domain/recognition-method.ts';

describe('methodFor', () => {
  it('takes the method of the type of session', () => {
    const policy = { authentication: { method: 'search' }, step_up: { method: 'compare' } } as const;

    expect(methodFor('authentication', policy)).toBe('search');
    expect(methodFor('step_up', policy)).toBe('compare');
    expect(methodFor('re_enrollment', policy)).toBe('search');
  });
});
