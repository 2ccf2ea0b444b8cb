import { createContext } from 'react';

/** Element of the layout that shows where a page lies. */
export const BreadcrumbPlace = createContext<HTMLElement | null>(null);
