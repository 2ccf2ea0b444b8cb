import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SITE } from '../../build/site.ts';

it('what is shown at an unknown address stands alone: nothing that it loads can be missing too', () => {
  const page = readFileSync(new URL(`../../public/${SITE.notFound}`, import.meta.url), 'utf8');
  expect(page).toContain('<h1>');
  expect(page).not.toMatch(/<script|url\(|@import/);
  for (const language of ['es', 'de', 'fr']) expect(page).toContain(`<p lang="${language}">`);
});
