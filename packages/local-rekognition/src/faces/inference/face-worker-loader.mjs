// A worker thread does not inherit its parent's TypeScript loader, and --import has no effect on it:
// this file, which needs none, brings one.
import { register } from 'tsx/esm/api';

register();
await import('./face-worker.ts');
