import { createContext, useContext } from 'react';
import type { WebConfig } from '../config/web-config.ts';
import type { Address } from './entrance/address.ts';
import type { LocalStage } from './local/local-stage.ts';

/** What every step of the page may need to know. */
export interface PageFacts {
  readonly config: WebConfig;
  readonly address: Address;
  /** The local stage's substitutes for what a laptop has not. */
  readonly local: LocalStage | undefined;
  /** The person's locale, for consent texts. */
  readonly locale: string;
}

export const PageContext = createContext<PageFacts | undefined>(undefined);

/** @throws Error outside of the page */
export function usePage(): PageFacts {
  const facts = useContext(PageContext);
  if (!facts) throw new Error('a step is shown outside of the page');
  return facts;
}
