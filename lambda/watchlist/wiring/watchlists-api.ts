import { readGenerations } from '../../collections/adapters/generations-file.ts';
import { permittedFaceCollections } from '../../collections/permitted-face-collections.ts';
import { openGenerations } from '../../collections/wiring.ts';
import { openMissingImages } from '../../enrollment/wiring.ts';
import { createS3UploadForms } from '../../images/adapters/s3-upload-forms.ts';
import { sharpImageEditor } from '../../images/adapters/sharp-image-editor.ts';
import { s3Client } from '../../platform/clients/s3.ts';
import type { EnvironmentOf } from '../../platform/read-env.ts';
import { newIdentifier } from '../../platform/system.ts';
import { readStagePolicy } from '../../policies/adapters/stage-policy-file.ts';
import { openInteractivePermits } from '../../rate-limits/wiring.ts';
import { openSessions } from '../../sessions/wiring.ts';
import type { WATCHLIST_FUNCTIONS } from '../functions.ts';
import { entryRemoval } from '../wiring.ts';

/** Opens the entries, and the images and collections from which they are made. */
export function watchlistsApiDependencies(env: EnvironmentOf<typeof WATCHLIST_FUNCTIONS, 'watchlists-api'>) {
  const removal = entryRemoval(env);
  return {
    ...removal,
    sessions: openSessions(env),
    missing: openMissingImages(env),
    collections: permittedFaceCollections(removal.collections, openInteractivePermits(env)),
    editor: sharpImageEditor,
    forms: createS3UploadForms(s3Client, env.EVIDENCE_BUCKET, env.EVIDENCE_KEY_ARN),
    declared: readGenerations(env),
    generations: openGenerations(env),
    collectionPrefix: env.COLLECTION_PREFIX,
    policy: readStagePolicy(env),
    newIdentifier,
  };
}
