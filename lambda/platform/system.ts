import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createIdentifier, RANDOM_BYTES } from '../kernel/identifier.ts';
import type { Clock } from '../kernel/ports/clock.ts';
import type { NewIdentifier } from '../kernel/ports/identifiers.ts';

/** The system clock. This file is the only place that reads the time and draws random numbers. */
export const systemClock: Clock = () => new Date();
export const newIdentifier: NewIdentifier = (prefix) =>
  createIdentifier(prefix, systemClock(), randomBytes(RANDOM_BYTES));

/** Returns that many random bytes, fit for secrets. */
export const systemSecret = (bytes: number): Uint8Array => randomBytes(bytes);

/** Returns a number from 0 up to 1, for jitter; not for secrets. */
export const systemRandom = (): number => Math.random();

/** Waits that many milliseconds. */
export const systemWait = (milliseconds: number): Promise<void> => setTimeout(milliseconds);

/** A signal that aborts after that many milliseconds. */
export const systemTimeout = (milliseconds: number): AbortSignal => AbortSignal.timeout(milliseconds);
