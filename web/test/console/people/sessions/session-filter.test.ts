import { describe, expect, it } from 'vitest';
import { addressOf, filterOf } from '../../../../src/console/people/sessions/session-filter.ts';

const read = (address: string) => filterOf(new URLSearchParams(address));

describe('the filter of sessions', () => {
  it('names a status or a user, as the API asks for', () => {
    expect(read('')).toEqual({ status: 'approved' });
    expect(read('user=%20alice%20')).toEqual({ user_id: 'alice' });
    expect(read('user=alice&status=declined')).toEqual({ user_id: 'alice', status: 'declined' });
  });

  it('passes over what it does not know', () => {
    expect(read('status=lost&type=dance&test=1')).toEqual({ status: 'approved' });
  });

  it('is the same once it was written into the address', () => {
    const filter = { status: 'in_review', type: 'step_up', user_id: 'a:b', livemode: 'false' } as const;
    expect(filterOf(addressOf(filter))).toEqual(filter);
  });
});
