import { type CaptureLinks, NO_LINKS } from '../../../lambda/client-sessions/domain/capture-link.ts';
import type { CaptureLinksStore } from '../../../lambda/client-sessions/ports/capture-links-store.ts';

/** Capture links in a map, written only while they are as they were read. */
export class InMemoryCaptureLinks implements CaptureLinksStore {
  readonly rows = new Map<string, CaptureLinks>();

  get: CaptureLinksStore['get'] = async (tenant, sessionId) =>
    this.rows.get(`${tenant}#${sessionId}`) ?? NO_LINKS;

  put: CaptureLinksStore['put'] = async (tenant, sessionId, { links, revision }) => {
    if ((this.rows.get(`${tenant}#${sessionId}`)?.revision ?? 0) !== revision) return false;
    this.rows.set(`${tenant}#${sessionId}`, { links, revision: revision + 1 });
    return true;
  };
}
