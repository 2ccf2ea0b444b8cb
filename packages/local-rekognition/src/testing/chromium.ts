import { existsSync } from 'node:fs';

/** No package brings a browser along; the tests of pages run in the system's. */
export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Where none is installed, the tests of pages can't run. */
export const isBrowserInstalled = existsSync(CHROMIUM);

/** Says at the end of a run that the tests of pages were skipped: among thousands, nobody would notice. */
export function setup(): () => void {
  return () => {
    if (!isBrowserInstalled)
      process.stderr.write(
        `\nThe tests of pages were skipped: there is no Chromium at ${CHROMIUM}; install it, or set CHROMIUM_PATH.\n`,
      );
  };
}
