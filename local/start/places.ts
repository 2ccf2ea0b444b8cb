/** Folder for all local data, relative to the project; it can be deleted at any time. */
export const LOCAL_FOLDER = '.local';

/** Default port of the local cloud, unless PORT is set; other emulators use 4566 and 8000. */
export const LOCAL_PORT = 4580;
