import { type ConsolePage, NAV_SECTIONS } from './page.ts';
import { allows, type OperatorScope } from './role.ts';

/** A section of the navigation with the pages that an operator may open. */
interface Section {
  readonly title: string;
  readonly pages: readonly Pick<ConsolePage, 'path' | 'title'>[];
}

/** Returns the sections of the navigation for a scope; those without a page are left out. */
export const sectionsFor = (pages: readonly ConsolePage[], held: OperatorScope): readonly Section[] =>
  NAV_SECTIONS.map((title) => ({
    title,
    pages: pages.filter(({ navSection, scope }) => navSection === title && allows(held, scope)),
  })).filter(({ pages: listed }) => listed.length > 0);

/** Returns the path of the navigation's page that an address belongs to, which may lie below it. */
export const activePath = (pages: readonly ConsolePage[], address: string): string | undefined =>
  pages
    .filter(({ navSection }) => navSection !== undefined)
    .map(({ path }) => path)
    .find((path) => address === path || address.startsWith(`${path}/`));
