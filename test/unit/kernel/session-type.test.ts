import { expect, it } from 'vitest';
import { sessionType } from '../../../lambda/kernel/session-type.ts';

it('names the purposes of sessions, and nothing else', () => {
  for (const type of ['registration', 'authentication', 'step_up'])
    expect(sessionType.safeParse(type).success).toBe(true);
  expect(sessionType.safeParse('login').success).toBe(false);
});
