import { describe, expect, it } from 'vitest';
import { activePath, sectionsFor } from '../../../src/console/shell/navigation.ts';
import type { ConsolePage } from '../../../src/console/shell/page.ts';

const load = () => Promise.reject(new Error('not shown'));
const PAGES: readonly ConsolePage[] = [
  { path: '/jobs', title: 'Jobs', navSection: 'Collections', scope: 'operate', load },
  { path: '/sessions', title: 'Sessions', navSection: 'People', scope: 'view', load },
  { path: '/sessions/:id', title: 'Session', scope: 'view', load },
];

describe('the navigation', () => {
  it('lists what a role may open, in the order of its sections', () => {
    const titles = (scope: 'view' | 'operate') => sectionsFor(PAGES, scope).map(({ title }) => title);
    expect(titles('view')).toEqual(['People']);
    expect(titles('operate')).toEqual(['People', 'Collections']);
    expect(sectionsFor(PAGES, 'view')[0]?.pages.map(({ title }) => title)).toEqual(['Sessions']);
  });

  it('shows where the operator is, also below a page', () => {
    expect(activePath(PAGES, '/sessions/vs_1')).toBe('/sessions');
    expect(activePath(PAGES, '/jobs')).toBe('/jobs');
    expect(activePath(PAGES, '/jobsite')).toBeUndefined();
  });
});
