import { expect, it } from 'vitest';
import { statusType } from '../../../src/console/machine/statuses.ts';

it('draws a status by what it says, and one of a later release as information', () => {
  expect(['running', 'paused', 'failed', 'completed', 'ready', 'of_tomorrow'].map(statusType)).toEqual([
    'in-progress',
    'stopped',
    'error',
    'success',
    'info',
    'info',
  ]);
});
