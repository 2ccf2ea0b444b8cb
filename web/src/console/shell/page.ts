import type { ComponentType } from 'react';
import type { OperatorScope } from './role.ts';

/** Sections of the navigation, in their order. */
export const NAV_SECTIONS = ['People', 'Rules', 'Collections', 'Records'] as const;
export type NavSection = (typeof NAV_SECTIONS)[number];

/** A page of the console. */
export interface ConsolePage {
  /** Path below `/console`, in the syntax of React Router, such as `/sessions/:id`. */
  readonly path: string;
  /** Name in the navigation; its page sets the title of the document. */
  readonly title: string;
  /** Section that lists it. @default - none: it is reached from another page */
  readonly navSection?: NavSection;
  /** Least scope of those who may open it. */
  readonly scope: OperatorScope;
  /** Loads its component when it is opened first. */
  readonly load: () => Promise<ComponentType>;
}
