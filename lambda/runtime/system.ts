import { randomBytes } from 'node:crypto';
import { createIdentifier, RANDOM_BYTES } from '../domain/identifier.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewIdentifier } from '../ports/identifiers.ts';

/** The only place that reads the time and draws random numbers. */
export const systemClock: Clock = () => new Date();
export const newIdentifier: NewIdentifier = (prefix) =>
  createIdentifier(prefix, systemClock(), randomBytes(RANDOM_BYTES));
