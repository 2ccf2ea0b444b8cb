import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { pathAction } from '../../../lambda/platform/path-action.ts';

const actions = z.enum(['start', 'cancel']);

it('the action of a path is one of those that the thing accepts', () => {
  expect(pathAction(actions, 'start', 'a job')).toBe('start');
});

it.each(['stop', 'START', '', 'toString'])('refuses %j as not found, and names what is accepted', (word) => {
  expect(() => pathAction(actions, word, 'a job')).toThrow(
    expect.objectContaining({ code: 'not_found', message: 'unknown action; a job accepts start, cancel' }),
  );
});
