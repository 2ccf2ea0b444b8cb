import { expect, it } from 'vitest';
import { answeringWarmUps, isWarmUp, WARM_UP_EVENT } from '../../../lambda/kernel/warm-up.ts';
import { anApiEvent } from '../../support/lambda/api-event.ts';
import { aRegistration } from '../../support/lambda/builders.ts';

it('knows a warm-up, and nothing that a caller can send', () => {
  expect(isWarmUp(WARM_UP_EVENT)).toBe(true);
  for (const event of [
    undefined,
    null,
    'warm_up',
    {},
    { warm_up: 'true' },
    { ...WARM_UP_EVENT, registration: aRegistration() },
    anApiEvent({ body: WARM_UP_EVENT, query: { warm_up: 'true' } }),
    { ...anApiEvent(), ...WARM_UP_EVENT },
  ])
    expect(isWarmUp(event)).toBe(false);
});

it('is answered instead of being handled', async () => {
  const handled: unknown[] = [];
  const handler = answeringWarmUps(async (event: unknown, context: string) => {
    handled.push(event, context);
    return 'answer';
  });
  expect(await handler(WARM_UP_EVENT, 'context')).toBeUndefined();
  expect(handled).toEqual([]);
  expect(await handler({ body: '{}' }, 'context')).toBe('answer');
  expect(handled).toEqual([{ body: '{}' }, 'context']);
});
