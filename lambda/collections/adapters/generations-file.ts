import { readFileSync } from 'node:fs';
import { pathBesideCode } from '../../platform/read-env.ts';
import { type Generations, parseGenerations } from '../contract.ts';

/** Reads the generations of the config, which are packed with the code: a cold start needs no call. */
export const readGenerations = ({ GENERATIONS_FILE }: { readonly GENERATIONS_FILE: string }): Generations =>
  parseGenerations(readFileSync(pathBesideCode(GENERATIONS_FILE), 'utf8'));
