/** Folder, below the project's, that everything local lives in; it can be deleted at any time. */
export const LOCAL_FOLDER = '.local';

/** Where the local cloud listens unless PORT says otherwise; 4566 and 8000 are others' habits. */
export const LOCAL_PORT = 4580;
