import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { livenessFiles } from './build/liveness-files.ts';
import { SITE } from './build/site.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Adds what no page imports: the files that the liveness component loads, and the rules of a server. */
const furtherFiles = (): Plugin => ({
  name: 'further-files',
  async generateBundle() {
    for (const [fileName, source] of await livenessFiles())
      this.emitFile({ type: 'asset', fileName, source });
    this.emitFile({ type: 'asset', fileName: 'site.json', source: JSON.stringify(SITE) });
  },
});

export default defineConfig({
  root: here('.'),
  appType: 'mpa',
  plugins: [react(), furtherFiles()],
  build: {
    emptyOutDir: true,
    // the content security policy allows no scripts or fonts in data URLs
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // the liveness component, Cloudscape and Amplify are chunks of their own that are loaded when they are needed
    chunkSizeWarningLimit: 4096,
    rollupOptions: {
      input: Object.values(SITE.pages).map(here),
    },
  },
});
