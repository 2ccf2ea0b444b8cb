import { describe, expect, it } from 'vitest';
import { allows, highestScope, roleName } from '../../../src/console/shell/role.ts';

describe('the role of an operator', () => {
  it('is the highest one of the token', () => {
    const token = ['face-idv/verifications.self', 'face-idv/verifications.view', 'tenant/demo'];
    expect(highestScope(token)).toBe('view');
    expect(highestScope([...token, 'face-idv/verifications.operate'])).toBe('operate');
    expect(highestScope(['face-idv/verifications.self'])).toBeUndefined();
  });

  it('may do what those before it may', () => {
    expect(allows('operate', 'view')).toBe(true);
    expect(allows('review', 'review')).toBe(true);
    expect(allows('view', 'review')).toBe(false);
  });

  it('has a name', () => {
    expect(roleName('operate')).toBe('Administrator');
  });
});
