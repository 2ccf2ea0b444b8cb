import { writeFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';

/** The screens that every page is shown on. */
export const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 860 } },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;
export type Screen = keyof typeof SCREENS;

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Colors of a file: pages have few, and a repository keeps every version of a picture. */
const COLORS = 128;

/** Writes what a page shows as a small PNG. */
export async function writePicture(page: Page, file: string): Promise<void> {
  const shown = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await writeFile(file, await sharp(shown).png({ palette: true, colors: COLORS, effort: 10 }).toBuffer());
}
