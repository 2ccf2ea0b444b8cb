/** Folder for all local data, relative to the project; it can be deleted at any time. */
export const LOCAL_FOLDER = '.local';

/** Origin that lib/config.ts allows on the stage `local`; the local cloud may listen on another port. */
export const LOCAL_PAGE_ORIGIN = 'http://localhost:4580';

/** Default port of the local cloud, unless PORT is set; other emulators use 4566 and 8000. */
export const LOCAL_PORT = 4580;
