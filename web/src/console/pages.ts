import { machinePages } from './machine/pages.ts';
import { peoplePages } from './people/pages.ts';
import type { ConsolePage } from './shell/page.ts';

/** Every page of the console. The first one that an operator may open is the start page. */
export const PAGES: readonly ConsolePage[] = [...peoplePages, ...machinePages];
