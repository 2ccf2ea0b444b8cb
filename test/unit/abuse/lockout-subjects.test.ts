import { expect, it } from 'vitest';
import { lockoutSubjects } from '../../../lambda/abuse/lockout-subjects.ts';

it('failures count for the user, and for the device where it is known', () => {
  expect(lockoutSubjects({ user_id: 'user-1', device_id: 'phone-1' })).toEqual([
    { kind: 'user', id: 'user-1' },
    { kind: 'device', id: 'phone-1' },
  ]);
  expect(lockoutSubjects({ user_id: 'user-1' })).toEqual([{ kind: 'user', id: 'user-1' }]);
});
